import type { Fix } from '../finding/finding';
import { argumentOf, insertBefore, insertLinesBefore, removeArgument, textOf } from '../edits/edits';
import type { LayerNode, ModelGraph } from '../facts/graph';
import { always, valueOf } from '../facts/fact';
import type { Head, TrainingRun } from '../facts/training';
import { contains, type Edit } from '../text/place';
import { hasWeights } from '../knowledge/layers';
import { defineRule, type RuleContext } from './define';
import { isAny, trains } from './guards';
import { isStraightLine, sharesOrigin } from './support/data';
import { isLinearPassage, isOfFamily, isWhole, layersOf } from './support/graph';
import { quoted } from './support/heads';
import { usualRate } from './support/rates';

export default defineRule({
  id: 'no-hidden-layer',
  group: 'architecture',
  severity: 'information',
  evidence: { measured: 'confirmed', exception: 'often intended, and enough where classes are linearly separable' },
  symptoms: ['uniform', 'flat', 'slow', 'flat-after-fall', 'label-spread'],
  messages: {
    regression:
      'The model is one Dense({units}) layer, so it can only fit a weighted sum of its inputs. Anything curved stays in the loss, however long it trains.',
    classification:
      'The model is one Dense({units}) layer with {activation}, so it can only draw straight boundaries between classes. Classes that are not separated by one stay confused, however long it trains.',
  },
  docs: {
    summary: 'The model has no hidden layer: it is a linear or logistic regression.',
    why: `One dense layer computes a weighted sum of the inputs. Products of features, thresholds, rings or waves cannot be expressed by it, so the loss
stops at the error of the best straight line. A hidden layer with a non-linear activation removes that limit.`,
    bad: `import numpy as np
from tensorflow import keras

x = np.random.rand(300, 2) * 2 - 1
y = x[:, :1] * x[:, 1:]

model = keras.Sequential([
    keras.layers.Dense(1, input_shape=(2,)),
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ no-hidden-layer
])
model.compile(optimizer="adam", loss="mse")
model.fit(x, y, epochs=20)
`,
    good: `import numpy as np
from tensorflow import keras

x = np.random.rand(300, 2) * 2 - 1
y = x[:, :1] * x[:, 1:]

model = keras.Sequential([
    keras.layers.Dense(32, activation="relu", input_shape=(2,)),
    keras.layers.Dense(1),
])
model.compile(optimizer="adam", loss="mse")
model.fit(x, y, epochs=20)
`,
    limits:
      'Information, because a linear model is often intended. Silent where the labels are visibly a linear function of the features, for autoencoders, reinforcement and transfer learning, and for models that are not understood completely.',
    fixSafety: 'Unsafe: it makes another model, with more parameters.',
    probe:
      'Trains both on a task that a linear model cannot solve; on a linear task there is nothing to gain. Measured in Keras on two circles: 53% against 100%, 5 of 5 runs.',
    references: ['https://www.deeplearningbook.org/contents/mlp.html'],
  },
  check(context, report) {
    for (const run of context.program.runs) {
      const [head, more] = run.heads;
      if (!trains(run) || !head || more || isAny(run, 'autoencoder', 'reinforcement', 'transfer', 'adversarial')) continue;
      const dense = onlyDense(run.model);
      if (!dense || isLinearTask(run, head) || isStraightLine(run)) continue;
      const units = valueOf(head.units);
      const activation = valueOf(head.activation);
      if (units === undefined || activation === undefined) continue;
      const shared = {
        at: dense.layer.call.place,
        fixes: [addHidden(context, run, dense)],
        experiment: { kind: 'train', run: run.id, task: { teacher: 'nonlinear' } },
      } as const;
      if (activation === 'sigmoid' || activation === 'softmax')
        report({ message: 'classification', data: { units, activation }, ...shared });
      else report({ message: 'regression', data: { units }, ...shared });
    }
  },
});

/** The one layer with weights, where everything else of the model is understood and bends nothing. */
function onlyDense(graph: ModelGraph): LayerNode | undefined {
  if (!isWhole(graph) || graph.nodes.some(({ kind }) => kind === 'operation')) return undefined;
  const rest = layersOf(graph).filter((node) => node.layer.type !== 'Dense');
  const [dense, more] = layersOf(graph).filter((node) => node.layer.type === 'Dense');
  const harmless = rest.every(
    (node) => isLinearPassage(node) || (isOfFamily(node, 'activation') && !hasWeights(node.layer.type)),
  );
  return harmless && !more ? dense : undefined;
}

/** Labels made from the features by scaling and shifting alone. */
function isLinearTask(run: TrainingRun, { labels }: Head): boolean {
  if (!('origins' in labels) || !labels.stepsComplete) return false;
  const affine = labels.steps.every(({ kind }) => ['scale', 'cast', 'reshape', 'slice', 'split'].includes(kind));
  return affine && run.inputs.some((flow) => sharesOrigin(flow, labels));
}

/** Puts Dense(32, relu) before the layer; the shape of the input moves with it. */
function addHidden(context: RuleContext, run: TrainingRun, { layer }: LayerNode): Fix | undefined {
  const { call } = layer;
  const graph = run.model;
  if (graph.style !== 'sequential' || !always(layer.trainable, (value) => value)) return undefined;
  const shape = ['input_shape', 'input_dim', 'batch_input_shape']
    .map((name) => argumentOf(call, name))
    .find((argument) => argument?.keyword !== undefined);
  const removal = shape && removeArgument(context, call, shape);
  if (shape && !removal) return undefined;
  const like = call.arguments.find(({ form }) => form?.kind === 'string')?.value;
  const activation = quoted(context, like, 'relu');
  const hidden = `${textOf(context, call.function)}(32, activation=${activation}${shape ? `, ${textOf(context, shape.place)}` : ''})`;
  const insertion = insertLayer(context, graph, call.place, hidden);
  const rate = usualRate(run);
  if (!insertion || !rate) return undefined;
  return {
    title: `Add a hidden layer: Dense(32, activation='relu')${rate.title}`,
    edits: [insertion, ...(removal ? [removal] : []), ...rate.edits],
    safety: 'unsafe',
  };
}

/** In a list of layers, before the layer; for `model.add(...)`, a line of its own. */
function insertLayer(context: RuleContext, graph: ModelGraph, at: LayerNode['place'], text: string): Edit | undefined {
  if (graph.call?.place.source === at.source && contains(graph.call.place, at)) {
    const source = context.sources.get(at.source)?.text ?? '';
    const line = source.slice(source.lastIndexOf('\n', at.start - 1) + 1, at.start);
    return insertBefore(at, line.trim() === '' ? `${text},\n${line}` : `${text}, `);
  }
  const source = context.sources.get(at.source)?.text ?? '';
  const adding = /^[ \t]*([A-Za-z_][\w.]*)\.add\([ \t]*$/.exec(
    source.slice(source.lastIndexOf('\n', at.start - 1) + 1, at.start),
  );
  return adding?.[1] === undefined ? undefined : insertLinesBefore(context, at, [`${adding[1]}.add(${text})`]);
}
