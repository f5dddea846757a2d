import { ensureImport, insertBefore } from '../edits/edits';
import type { GraphNode, LayerNode } from '../facts/graph';
import { defineRule, type RuleContext } from './define';
import { headCause } from './head-group';
import { fixOf } from './support/fixes';
import { isOfFamily, isRecurrent, layerTitle, recordOf } from './support/graph';
import { headLayer, headsOf } from './support/heads';
import { isLoss, regressionLosses } from './support/losses';
import { answersPerPosition, findBack } from './support/positions';
import { isWrittenOnce } from './support/swap';

const example = (flatten: string, mark: string): string => `import numpy as np
from tensorflow import keras

x = np.random.rand(100, 12, 12, 1)
y = (x.mean(axis=(1, 2, 3)) > 0.5).astype("int32")

model = keras.Sequential([
    keras.layers.Conv2D(8, 3, activation="relu", input_shape=(12, 12, 1)),
    keras.layers.MaxPooling2D(),
${flatten}    keras.layers.Dense(2, activation="softmax"),
${mark}])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
model.fit(x, y, epochs=5)
`;

export default defineRule({
  id: 'missing-flatten',
  group: 'architecture',
  severity: 'error',
  evidence: { measured: 'raises' },
  messages: {
    positions: '{head} answers at each of {positions} positions, output {shape}, but there is one label per sample. {effect}',
  },
  docs: {
    summary: 'A Dense head is applied to every position of a picture or sequence, while there is one label per sample.',
    why: `Dense works on the last axis only and keeps all others. Without Flatten or a global pooling before the head, every pixel gets an answer of its own and the
shapes of answers and labels do not fit.`,
    bad: example('', '#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ missing-flatten\n'),
    good: example('    keras.layers.Flatten(),\n', ''),
    raises: 'must have rank (ndim)',
    limits:
      'Speaks only where the shapes of output and labels are both known; labels with positions of their own (segmentation) are left alone.',
    fixSafety: 'Safe where the model does not run as it is; not safe where Keras broadcasts the labels and trains.',
    probe: 'Shows the error where Keras raises one, and that the fix trains. With a regression loss both versions are trained.',
    references: ['https://keras.io/api/layers/reshaping_layers/flatten/'],
  },
  check(context, report) {
    const seen = new Set<number>();
    for (const { run, head } of headsOf(context)) {
      const answers = answersPerPosition(head);
      const last = headLayer(run, head);
      if (!answers || last?.layer.type !== 'Dense' || head.loss.kind !== 'known') continue;
      // The first of the Dense layers that all work on positions.
      const before = findBack(run, last.id, (node) => !isPositionwise(node), isPositionwise);
      const dense = run.model.nodes.find(
        (node): node is LayerNode =>
          node.kind === 'layer' && node.layer.type === 'Dense' && node.id > (before?.id ?? -1) && node.id <= last.id,
      );
      if (!dense || (before && isRecurrent(before)) || seen.has(last.layer.key)) continue;
      seen.add(last.layer.key);
      const broadcasts = isLoss(head, regressionLosses);
      report({
        message: 'positions',
        at: last.layer.call.place,
        severity: broadcasts ? 'warning' : 'error',
        cause: headCause(run, head),
        data: {
          head: layerTitle(last),
          positions: answers.positions,
          shape: `(${answers.shape.join(', ')})`,
          effect: broadcasts ? 'Keras compares every one of them with the same label.' : 'Keras raises an error about shapes.',
        },
        related: [{ place: head.loss.value.place, message: 'compares answers and labels' }],
        fixes: [
          isWrittenOnce(run.model, dense) ? flattenFix(context, run.model.style === 'sequential', dense, broadcasts) : undefined,
        ],
        experiment: { kind: 'train', run: run.id, keeps: ['space'] },
      });
    }
  },
});

/** Dense works on the last axis; layers that keep the shape keep the positions. */
const isPositionwise = (node: GraphNode): boolean =>
  node.kind === 'layer' &&
  (node.layer.type === 'Dense' || (recordOf(node)?.keepsShape === true && !isOfFamily(node, 'attention')));

/** A layer more in the list of a Sequential model; elsewhere the tensor would have to be found. */
function flattenFix(context: RuleContext, sequential: boolean, { layer }: LayerNode, trains: boolean) {
  const first = layer.call.arguments.some(({ keyword }) => /^(?:batch_)?input_(?:shape|dim)$/.test(keyword ?? ''));
  if (!sequential || first) return undefined;
  const { source, start } = layer.call.place;
  const text = context.sources.get(source)?.text ?? '';
  const before = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  const flatten = ensureImport(context, source, 'keras.layers.Flatten');
  if (!flatten) return undefined;
  // In a list of layers, on a line of its own, or as the argument of model.add.
  const added = /^(\s*)(\w+)\.add\($/.exec(before);
  const text2 = added
    ? `${flatten.name}())\n${added[1] ?? ''}${added[2] ?? ''}.add(`
    : before.trim() === ''
      ? `${flatten.name}(),\n${before}`
      : /[[,]\s*$/.test(before)
        ? `${flatten.name}(), `
        : undefined;
  const edit = text2 === undefined ? undefined : insertBefore(layer.call.place, text2);
  return fixOf('Insert Flatten() before the Dense layers', trains ? 'unsafe' : 'safe', ...flatten.edits, edit);
}
