import type { Fix } from '../finding/finding';
import type { ArgumentSite, CallSite } from '../facts/callsite';
import { replaceText, textOf } from '../edits/edits';
import type { DataFlow } from '../facts/data';
import { valueOf } from '../facts/fact';
import type { Shape, TrainingRun } from '../facts/training';
import type { Place } from '../text/place';
import { defineRule, type RuleContext } from './define';
import { isAny } from './guards';
import { flowTitle, labelFlow } from './support/data';

const example = (fit: string): string => `import numpy as np
from tensorflow import keras

rng = np.random.default_rng(0)
x, x_val = rng.normal(size=(200, 4)), rng.normal(size=(50, 4))
y, y_val = x.sum(axis=1), x_val.sum(axis=1)

model = keras.Sequential([
    keras.layers.Dense(8, activation="relu", input_shape=(4,)),
    keras.layers.Dense(1),
])
model.compile(optimizer="adam", loss="mse")
${fit}
`;

export default defineRule({
  id: 'fit-arguments',
  group: 'data',
  severity: 'error',
  evidence: { measured: 'raises' },
  messages: {
    twice: '`{name}` is given as features and as labels. The model learns to repeat its input and never sees the features.',
    number:
      '`{text}` is given as {parameter} of {method}, which takes a number. Keras raises an error, or counts with the array.',
    swapped:
      '{x} is given as the features and {y} as the labels, but the model takes inputs of shape {shape}, which only {y} has. Keras refuses the other.',
    lengths: '{x} has {samples} samples and {y} has {labels} labels. Keras refuses arrays of different length.',
    parts:
      '{x} is the {part} part of the data and {y} the {other} part. Their rows belong to different samples, and as a rule they differ in number, which Keras refuses.',
  },
  docs: {
    summary:
      'Arguments of fit or evaluate are in the wrong place: data as a number, labels as features, arrays of different parts.',
    why: `fit takes x, y, batch_size, epochs in this order; validation data has no place of its own among them and must be named. Features and labels that do not belong together
are refused by Keras where their number differs, and cannot be learned where it does not.`,
    bad: example(`model.fit(x, y, x_val, y_val)
#               ^^^^^ fit-arguments`),
    good: example('model.fit(x, y, validation_data=(x_val, y_val))'),
    limits:
      'Speaks where arrays are followed and their shapes, or the parts of a split they come from, are known. Silent for autoencoders and for models that declare no input shape.',
    fixSafety:
      'Safe where two arguments change places or get their name. There is no fix for arrays that do not belong together.',
    raises: 'The truth value of an array with more than one element is ambiguous',
    probe: 'Not tested by training: Keras raises an error instead.',
    references: ['https://keras.io/api/models/model_training_apis/#fit-method'],
  },
  check(context, report) {
    const experiment = { kind: 'none', reason: 'Keras raises an error instead of training' } as const;
    for (const run of context.program.runs) {
      const { loop } = run;
      if (loop.kind !== 'fit') continue;
      for (const { method, call, misplaced } of [{ ...loop }, ...run.evaluations]) {
        const [first] = misplaced;
        if (first)
          report({
            message: 'number',
            at: first.place,
            data: { text: textOf(context, first.value), parameter: first.parameter ?? 'a number', method },
            fixes: [nameValidation(context, call, misplaced)],
            experiment,
          });
      }
      const twice = labelsTwice(context, run);
      if (twice)
        report({
          message: 'twice',
          at: twice.place,
          severity: 'warning',
          data: { name: textOf(context, twice.place) },
          experiment: { kind: 'none', reason: 'which array holds the features is not known' },
        });
      if (isAny(run, 'autoencoder', 'adversarial', 'reinforcement')) continue;
      for (const { x, y, at, call } of pairsOf(run)) {
        const [titleX, titleY] = [flowTitle(context, x, 'The first array'), flowTitle(context, y, 'the second array')];
        const shape = declaredShape(run);
        const [samples, labels] = [x, y].map((flow) => valueOf(flow.shape)?.[0]);
        const shared = { at, related: x.place === y.place ? [] : [{ place: y.place, message: 'the other array' }], experiment };
        if (shape && isMistaken(x, y, shape))
          report({
            message: 'swapped',
            data: {
              x: titleX,
              y: titleY,
              shape: `(${shape.map((size) => size ?? 'None').join(', ')}${shape.length === 1 ? ',' : ''})`,
            },
            ...shared,
            fixes: [exchange(context, call)],
          });
        else if (typeof samples === 'number' && typeof labels === 'number' && samples !== labels)
          report({ message: 'lengths', data: { x: titleX, samples, y: titleY, labels }, ...shared });
        else if (x.part && y.part && x.part !== y.part && splitOf(x) !== undefined && splitOf(x) === splitOf(y))
          report({ message: 'parts', data: { x: titleX, part: x.part, y: titleY, other: y.part }, ...shared });
      }
    }
  },
});

/** `fit(labels, labels)`: an autoencoder is given samples, and a name that speaks of labels says that it is none. */
function labelsTwice(context: RuleContext, { inputs, heads, loop }: TrainingRun): DataFlow | undefined {
  const [x, ...more] = inputs;
  const y = heads[0] && labelFlow(heads[0]);
  if (loop.kind !== 'fit' || !x || !y || more.length > 0 || heads.length !== 1 || x.id !== y.id) return undefined;
  const [given, target] = [x, y].map(({ place }) => textOf(context, place));
  return given === target && named.test(given ?? '') ? x : undefined;
}

const named = /(?:^|_)(?:labels?|targets?|answers?|y)(?:_|$)/i;

interface Pair {
  readonly x: DataFlow;
  readonly y: DataFlow;
  readonly at: Place;
  readonly call?: CallSite | undefined;
}

/** Features and labels that are given together, of models with one input and one output. */
function pairsOf(run: TrainingRun): readonly Pair[] {
  const [head, ...more] = run.heads;
  if (!head || more.length > 0 || run.inputs.length !== 1 || run.loop.kind !== 'fit') return [];
  const pair = (x: DataFlow | undefined, y: DataFlow | undefined, call: CallSite | undefined): readonly Pair[] =>
    x && y && isArray(x) && isArray(y) && x.id !== y.id ? [{ x, y, at: x.place, call }] : [];
  return [
    ...pair(run.inputs[0], labelFlow(head), run.loop.call),
    ...pair(run.validation?.inputs[0], run.validation?.labels[0], undefined),
    ...run.evaluations.flatMap(({ inputs, labels, call }) => pair(inputs[0], labels[0], call)),
  ];
}

const isArray = ({ container }: DataFlow): boolean => container === 'array' || container === 'dataframe';

/** The input shape that the model itself declares. */
function declaredShape({ model }: TrainingRun): Shape | undefined {
  const [input, ...more] = model.inputs;
  const node = input === undefined ? undefined : model.nodes[input];
  const shape = more.length === 0 ? valueOf(node?.shape) : undefined;
  return shape && shape.length > 0 && !shape.includes(null) ? shape : undefined;
}

/** The model takes the labels and refuses the features. */
function isMistaken(x: DataFlow, y: DataFlow, shape: Shape): boolean {
  const [ofX, ofY] = [x, y].map((flow) => valueOf(flow.shape)?.slice(1));
  // One number a sample fits every model that is declared for one by mistake; it speaks for nothing.
  if (ofY?.length === 0) return false;
  return !!ofX && !!ofY && fits(ofX, shape) === false && fits(ofY, shape) === true;
}

/** Whether samples of this shape can be what the model takes; undefined where a size is not known. */
function fits(sample: Shape, declared: Shape): boolean | undefined {
  const full = sample.length === 0 ? [1] : sample;
  if (full.length !== declared.length) return false;
  if (full.some((size, i) => size !== null && size !== declared[i])) return false;
  return full.includes(null) ? undefined : true;
}

/** The split or the data set that two arrays are parts of. */
function splitOf({ steps, origins }: DataFlow): string | undefined {
  const split = steps.findLast(({ kind }) => kind === 'split');
  if (split) return `${split.place.source}:${split.place.start}`;
  const [origin] = origins;
  return origins.length === 1 && origin?.kind === 'dataset' ? origin.name : undefined;
}

/** `fit(x, y, x_val, y_val)` -> `fit(x, y, validation_data=(x_val, y_val))` */
function nameValidation(context: RuleContext, call: CallSite, misplaced: readonly ArgumentSite[]): Fix | undefined {
  const [first, second, ...more] = misplaced;
  if (!call.callee.endsWith('.fit') || !first || more.length > 0) return undefined;
  const taken = call.arguments.some(({ parameter }) => parameter === 'validation_data');
  const behind = call.arguments.slice(call.arguments.indexOf(second ?? first) + 1).some(({ keyword }) => keyword === undefined);
  const pair = second ? `(${textOf(context, first.value)}, ${textOf(context, second.value)})` : textOf(context, first.value);
  const isPair = second
    ? call.arguments.indexOf(second) === call.arguments.indexOf(first) + 1
    : /^\([^(),]*,[^()]*\)$/.test(pair);
  if (taken || behind || !isPair || [first, second].some((one) => one?.keyword !== undefined)) return undefined;
  const place = { ...first.place, end: (second ?? first).place.end };
  return {
    title: `Pass them as validation_data=${pair}`,
    edits: [replaceText(place, `validation_data=${pair}`)],
    safety: 'safe',
  };
}

function exchange(context: RuleContext, call: CallSite | undefined): Fix | undefined {
  const [x, y] = ['x', 'y'].map((name) => call?.arguments.find(({ parameter }) => parameter === name)?.value);
  if (!x || !y) return undefined;
  const edits = [replaceText(x, textOf(context, y)), replaceText(y, textOf(context, x))];
  return { title: 'Exchange features and labels', edits, safety: 'safe' };
}
