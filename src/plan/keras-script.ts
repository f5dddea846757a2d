/**
 * An experiment as a Keras script, so that anybody can check a result without us: the same models, the very numbers of the first run's
 * data, Keras's own weights and batches. Undefined where Keras cannot be told in plain calls (faults of the loop, custom losses, raw
 * operations, several outputs) or where the data would make a script of megabytes.
 */
import { makeTask, type Truth, type Values } from '../experiment/data';
import { float32Base64 } from '../experiment/data/base64';
import type { Arm, Experiment } from '../experiment/experiment';
import { isJsonObject, type Json, type JsonObject } from '../experiment/json';
import type { NodeSpec } from '../experiment/model';
import { prepare } from '../experiment/prepare';

/** Numbers that a script may carry: about a megabyte and a half of text. */
const MOST_NUMBERS = 280_000;

/** `mostNumbers`: how many the script may carry. */
export function kerasScript(experiment: Experiment, mostNumbers = MOST_NUMBERS): string | undefined {
  const { semantics, judging } = experiment;
  // A script runs on one backend.
  const arms = experiment.arms.filter((arm) => arm.semantics === undefined);
  if (semantics.backend === 'tensorflow-raw' || judging.metric === 'balanced-accuracy') return undefined;
  const [first] = arms;
  const head = first?.heads[0];
  if (first === undefined || head === undefined || arms.some((arm) => !isPlain(arm))) return undefined;
  const seed = experiment.seeds.first ?? 1;
  const task = makeTask(experiment.data, seed);
  const truth = task.heldOut.targets[head.target];
  const prepared = arms.map((arm) => prepare(task, arm, seed));
  const numbers = prepared.flatMap(({ training, heldOut }) => [...training.inputs, ...training.targets, ...heldOut.inputs]);
  if (truth === undefined || numbers.reduce((sum, { data }) => sum + data.length, 0) > mostNumbers) return undefined;
  const answers = prepared.map(({ heldOut }) => heldOut.targets[head.target]);
  const parts: string[] = [];
  for (const [i, arm] of arms.entries()) {
    const model = modelFunction(arm, i);
    const data = prepared[i];
    const scoring = scoreOf(truth, arm, answers[i], judging.metric);
    if (model === undefined || data === undefined || scoring === undefined) return undefined;
    parts.push(
      [
        `# ${arm.title.replaceAll(/\s+/g, ' ')}`,
        model,
        `data_${i} = {`,
        `    "x": [${data.training.inputs.map(arrayText).join(', ')}],`,
        `    "y": ${data.training.targets.map(arrayText).join(', ')},`,
        `    "held_out": [${data.heldOut.inputs.map(arrayText).join(', ')}],`,
        '}',
        '',
        scoring(i),
      ].join('\n'),
    );
  }
  return [preamble(experiment), ...parts, closing(experiment)].join('\n\n');
}

function isPlain({ update, heads, model, optimizer, targets, fit }: Arm): boolean {
  const { variables, applied, reset, optimizerReset = 'never', batches = 'fresh' } = update;
  const { recorded = true, penalties = true, averages = true, training = true } = update;
  const whole = variables === 'all' && batches === 'fresh' && [applied, recorded, penalties, averages, training].every(Boolean);
  const sound = whole && reset === 'never' && optimizerReset === 'never';
  const [head] = heads;
  return (
    sound &&
    typeof fit.shuffle === 'boolean' &&
    fit.mixed !== true &&
    // Callbacks over epochs and counted steps have no plain call in the script: without them it would be another experiment.
    fit.course === undefined &&
    fit.steps === undefined &&
    heads.length === 1 &&
    targets.length === 1 &&
    head?.loss.kind === 'keras' &&
    isName(head.loss.class) &&
    (head.weight ?? 1) === 1 &&
    head.classWeight === undefined &&
    // Those of TensorFlow 1 and Keras 2's legacy ones are not in Keras 3.
    isName(optimizer.class) &&
    model.nodes.every(({ class: name }) => isName(name))
  );
}

/** Keras's own names; operations have dots. */
const isName = (name: string): boolean => /^[A-Z][A-Za-z0-9]*$/.test(name);

function preamble({ semantics, data }: Experiment): string {
  const backend = { 'keras-tensorflow': 'tensorflow', 'keras-jax': 'jax', 'keras-torch': 'torch', 'tensorflow-raw': '' }[
    semantics.backend
  ];
  const keras = semantics.keras === 2 ? 'from tensorflow import keras' : 'import keras';
  return `"""A test of Loss Probe as a Keras script: the same models on the same ${data.own === undefined ? `made-up data (${data.samples} samples)` : `${data.samples} rows of ${data.own.file}`}, Keras's own training.

Run it where Keras ${semantics.keras} is installed. Weights and batches are Keras's own, so single runs differ from those of Loss Probe.
"""
import base64
import os

os.environ.setdefault("KERAS_BACKEND", "${backend}")
import numpy as np
${keras}

layers = keras.layers


def array(text, shape):
    return np.frombuffer(base64.b64decode(text), "<f4").reshape(shape)
`;
}

const arrayText = ({ shape, data }: Values): string => `array("${float32Base64(data)}", (${shape.join(', ')},))`;

function modelFunction({ model, heads, optimizer }: Arm, index: number): string | undefined {
  const names = new Map(model.nodes.map(({ id }, i) => [id, `t${i}`]));
  const lines: string[] = [];
  for (const node of model.nodes) {
    const inputs = node.inbound.map((id) => names.get(id));
    const name = names.get(node.id) ?? '';
    if (inputs.includes(undefined)) return undefined;
    if (node.class === 'InputLayer') lines.push(`${name} = keras.Input(${keywords(node.config)})`);
    else {
      const layer = `layer_${name}`;
      const shared = node.sharedWith === undefined ? undefined : names.get(node.sharedWith);
      if (shared === undefined) lines.push(`${layer} = layers.${node.class}(${keywords(node.config)})`);
      else lines.push(`${layer} = layer_${shared}`);
      lines.push(`${name} = ${layer}(${callArguments(node, inputs.join(', '))})`);
    }
  }
  const loss = heads[0]?.loss;
  if (loss?.kind !== 'keras') return undefined;
  const list = (ids: readonly string[]): string => `[${ids.map((id) => names.get(id) ?? '').join(', ')}]`;
  const [output] = model.outputs;
  return [
    `def model_${index}():`,
    ...lines.map((line) => `    ${line}`),
    `    model = keras.Model(${list(model.inputs)}, ${names.get(output ?? '') ?? ''})`,
    `    model.compile(`,
    `        optimizer=keras.optimizers.${optimizer.class}(${keywords(optimizer.config)}),`,
    `        loss=keras.losses.${loss.class}(${keywords(loss.config)}),`,
    `    )`,
    `    return model`,
    '',
    '',
  ].join('\n');
}

/** Merging layers take a list; attention takes query and value one by one. */
const callArguments = ({ class: name, inbound }: NodeSpec, inputs: string): string =>
  inbound.length > 1 && name !== 'MultiHeadAttention' ? `[${inputs}]` : inputs;

const keywords = (config: JsonObject): string =>
  Object.entries(config)
    .map(([key, value]) => `${key}=${python(value, key)}`)
    .join(', ');

/** A value as Python writes it; an object `{ class, config }` is constructed from the module its parameter speaks of. */
function python(value: Json, parameter: string): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value !== 'object') return JSON.stringify(value);
  if (!isJsonObject(value)) {
    const items = value.map((one) => python(one, parameter));
    return items.length === 1 ? `(${items.join('')},)` : `(${items.join(', ')})`;
  }
  const { class: name, config } = value;
  if (typeof name === 'string' && isJsonObject(config)) return `keras.${moduleOf(parameter)}.${name}(${keywords(config)})`;
  return `{${Object.entries(value)
    .map(([key, one]) => `${JSON.stringify(key)}: ${python(one, key)}`)
    .join(', ')}}`;
}

function moduleOf(parameter: string): string {
  if (parameter.endsWith('initializer')) return 'initializers';
  if (parameter.endsWith('regularizer')) return 'regularizers';
  if (parameter.endsWith('constraint')) return 'constraints';
  if (parameter === 'learning_rate') return 'optimizers.schedules';
  return 'layers';
}

/** The function that scores predictions on held-out samples as Loss Probe does. */
function scoreOf(
  truth: Truth,
  { heads: [head], targets: [preparation] }: Arm,
  answers: Values | undefined,
  metric: Experiment['judging']['metric'],
): ((index: number) => string) | undefined {
  if (head === undefined || answers === undefined) return undefined;
  if (metric === 'r2')
    return (index) => `truth_${index} = ${arrayText(answers)}


def score_${index}(predicted):
    # 1 is perfect, 0 no better than always answering the mean.
    truth = truth_${index}.astype("float64")
    return 1 - np.sum((predicted.reshape(truth.shape) - truth) ** 2) / np.sum((truth - truth.mean()) ** 2)
`;
  if (truth.kind !== 'classes' || truth.positions !== 1) return undefined;
  const logits = head.loss.kind === 'keras' && head.loss.config.from_logits === true;
  const decision = head.decision ?? { kind: 'threshold', at: logits ? 0 : 0.5 };
  const cut = decision.kind === 'threshold' ? decision.at : 0.5;
  const first = preparation?.encoding === 'index' ? (preparation.first ?? 0) : 0;
  const largest = first === 0 ? 'predicted.argmax(-1)' : `predicted.argmax(-1) - ${first}`;
  const right = metric === 'recall' ? '(classes == ids)[ids == 1].mean()' : '(classes == ids).mean()';
  return (index) => `truth_${index} = np.array([${[...truth.ids].join(', ')}])


def score_${index}(predicted):
    ids = truth_${index}
    classes = ${largest} if predicted.shape[-1] > 1 else (predicted[..., 0] > ${cut}).astype(int)
    return ${right}
`;
}

function closing({ arms, seeds, budget, data, semantics }: Experiment): string {
  const answer = 'model(data["held_out"], training=False)';
  const predicted = semantics.keras === 2 ? `${answer}.numpy()` : `keras.ops.convert_to_numpy(${answer})`;
  const tests = arms.map(({ title, fit }, i) => {
    const perEpoch = Math.ceil(data.samples / fit.batchSize);
    const epochs = Math.max(1, Math.min(fit.epochs, Math.ceil(budget.steps / perEpoch)));
    const fitted = `epochs=${epochs}, batch_size=${fit.batchSize}, shuffle=${fit.shuffle ? 'True' : 'False'}`;
    return `    (${JSON.stringify(title)}, model_${i}, data_${i}, score_${i}, dict(${fitted})),`;
  });
  return `for title, build, data, score, fit in [
${tests.join('\n')}
]:
    scores = []
    for run in range(1, ${seeds.count + 1}):
        keras.utils.set_random_seed(run)
        model = build()
        model.fit(data["x"], data["y"], verbose=0, **fit)
        scores.append(float(score(${predicted})))
    print(f"{title}: {np.median(scores):.3f}, runs " + " ".join(f"{one:.3f}" for one in scores))
`;
}
