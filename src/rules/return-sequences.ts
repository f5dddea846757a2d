import { setArgument, removeArgument, argumentOf } from '../edits/edits';
import { isObject } from '../facts/plain';
import { always, valueOf } from '../facts/fact';
import type { CallSite } from '../facts/callsite';
import type { Fact } from '../facts/fact';
import type { GraphNode, Layer, LayerNode } from '../facts/graph';
import type { Plain } from '../facts/plain';
import { isSequence } from '../knowledge/layers';
import { defineRule, type RuleContext } from './define';
import { headCause } from './head-group';
import { givesStates, isRecurrent, layersOf, layerTitle, recordOf } from './support/graph';
import { fixOf } from './support/fixes';
import { headsOf } from './support/heads';
import { isLoss, regressionLosses } from './support/losses';
import { answersPerPosition, findBack } from './support/positions';
import { isWrittenOnce } from './support/swap';

const example = (first: string): string => `import numpy as np
from tensorflow import keras

x = np.random.rand(300, 10, 4)
y = x[:, :, 0].sum(axis=1)

model = keras.Sequential([
    keras.layers.LSTM(16${first}, input_shape=(10, 4)),
    keras.layers.LSTM(8),
    keras.layers.Dense(1),
])
model.compile(optimizer="adam", loss="mse")
model.fit(x, y, epochs=5)
`;

export default defineRule({
  id: 'return-sequences',
  group: 'architecture',
  severity: 'error',
  evidence: { measured: 'raises' },
  messages: {
    missing:
      '{layer} gives only its last state, one vector per sample, but {next} behind it needs a sequence. Keras raises an error about the number of dimensions.',
    kept: '{layer} has return_sequences=True, so the output has {positions} answers per sample, but there is one label per sample. {effect}',
  },
  docs: {
    summary: 'A recurrent layer gives its last state where a sequence is needed, or the sequence where the last state is.',
    why: `With return_sequences=False, the default, a recurrent layer gives one vector per sample: the state after the last step. A second recurrent layer needs
one per step. The last recurrent layer before a Dense head mostly needs the opposite: kept as a sequence, the head answers at every step and no label belongs to most answers.`,
    bad: example('').replace(
      'input_shape=(10, 4)),\n',
      `input_shape=(10, 4)),
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ return-sequences
`,
    ),
    good: example(', return_sequences=True'),
    raises: 'expected ndim=3, found ndim=2',
    limits:
      'The first case needs both layers to follow each other, dropout and normalisation apart. The second needs the shapes of the output and of the labels to be known; labels with a step axis of their own are left alone.',
    fixSafety: 'Safe where the model does not run as it is; not safe where Keras broadcasts the labels and trains.',
    probe:
      'Shows the error where Keras raises one, and that the fix trains. With a regression loss on one label per sample both versions are trained.',
    references: ['https://keras.io/api/layers/recurrent_layers/lstm/', 'https://keras.io/guides/working_with_rnns/'],
  },
  check(context, report) {
    const seen = new Set<number>();
    for (const { id, model } of context.program.runs) {
      const layers = layersOf(model);
      for (const next of layers) {
        const first = needsSequence(next) ? lastState(layers, next) : undefined;
        if (!first || seen.has(first.layer.key)) continue;
        seen.add(first.layer.key);
        const call = sequenceCall(first.layer);
        report({
          message: 'missing',
          at: first.layer.call.place,
          data: { layer: layerTitle(first), next: layerTitle(next) },
          related: [{ place: next.layer.call.place, message: 'needs a sequence' }],
          fixes: [
            isWrittenOnce(model, first)
              ? fixOf('Set return_sequences=True', 'safe', call && setArgument(call, 'return_sequences', 'True'))
              : undefined,
          ],
          experiment: { kind: 'train', run: id },
        });
      }
    }
    for (const { run, head } of headsOf(context)) {
      const answers = answersPerPosition(head);
      if (!answers || head.loss.kind !== 'known') continue;
      const last = findBack(run, head.output, (node) => isRecurrent(node) && sequences(node.layer) === true, isHeadPart);
      if (!last || seen.has(last.layer.key)) continue;
      seen.add(last.layer.key);
      const broadcasts = isLoss(head, regressionLosses);
      report({
        message: 'kept',
        at: argumentOf(last.layer.call, 'return_sequences')?.place ?? last.layer.call.place,
        severity: broadcasts ? 'warning' : 'error',
        cause: headCause(run, head),
        data: {
          layer: layerTitle(last),
          positions: answers.positions,
          effect: broadcasts
            ? 'Keras compares the label with the answer at every step, the first ones included, which have seen nothing yet.'
            : 'Keras raises an error about shapes.',
        },
        related: [{ place: head.loss.value.place, message: 'compares answers and labels' }],
        fixes: [isWrittenOnce(run.model, last) ? dropSequences(context, last.layer, broadcasts) : undefined],
        experiment: { kind: 'train', run: run.id },
      });
    }
  },
});

/** Only the recurrent ones may be inside a wrapper that does not say itself what it takes. */
function needsSequence(node: LayerNode): boolean {
  const record = recordOf(node);
  return record?.takes === 'one' && (isSequence(record) || givesStates(node));
}

const passes = (node: LayerNode): boolean => recordOf(node)?.keepsShape === true;

/** The recurrent layer whose single vector reaches `next`. */
function lastState(layers: readonly LayerNode[], next: LayerNode): LayerNode | undefined {
  for (let node = layers.find(({ id }) => id === next.inputs[0]); node;) {
    const { inputs } = node;
    if (isRecurrent(node)) {
      const stateToo = valueOf(node.layer.arguments.return_state) === true;
      return givesStates(node) && !stateToo && sequences(node.layer) === false ? node : undefined;
    }
    if (!passes(node) || inputs.length !== 1) return undefined;
    node = layers.find(({ id }) => id === inputs[0]);
  }
  return undefined;
}

/** Of the layer inside, for Bidirectional. */
function sequenceFact(layer: Layer): Fact<Plain> | undefined {
  const inner = valueOf(layer.arguments.layer);
  return isObject(inner) ? inner.arguments.return_sequences : layer.arguments.return_sequences;
}

function sequences(layer: Layer): boolean | undefined {
  const fact = sequenceFact(layer);
  if (always(fact, (value) => value === true)) return true;
  return always(fact, (value) => value === false) ? false : undefined;
}

function sequenceCall(layer: Layer): CallSite | undefined {
  const inner = valueOf(layer.arguments.layer);
  return isObject(inner) ? inner.call : layer.type === 'Bidirectional' ? undefined : layer.call;
}

function dropSequences(context: RuleContext, layer: Layer, trains: boolean) {
  const call = sequenceCall(layer);
  const argument = call && argumentOf(call, 'return_sequences');
  const edit = call && argument && (removeArgument(context, call, argument) ?? setArgument(call, 'return_sequences', 'False'));
  return fixOf('Give the last state only (return_sequences=False)', trains ? 'unsafe' : 'safe', edit);
}

/** What may lie between the sequence and the answers: layers that work on every step alike. */
const isHeadPart = (node: GraphNode): boolean =>
  node.kind === 'layer' && (node.layer.type === 'Dense' || node.layer.type === 'TimeDistributed' || passes(node));
