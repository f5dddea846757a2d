import { setArgument, argumentOf } from '../edits/edits';
import { valueOf } from '../facts/fact';
import type { GraphNode, LayerNode, ModelGraph } from '../facts/graph';
import type { Fix } from '../finding/finding';
import { defineRule, type RuleContext } from './define';
import { isOfFamily, layersOf, layerTitle } from './support/graph';
import { fixOf } from './support/fixes';
import { quoted } from './support/heads';
import { isWrittenOnce } from './support/swap';

const example = (last: string): string => `import numpy as np
from tensorflow import keras

x = np.random.rand(100, 12, 12, 1)
y = (x.mean(axis=(1, 2, 3)) > 0.5).astype("int32")

model = keras.Sequential([
    keras.layers.Conv2D(8, 3, activation="relu", input_shape=(12, 12, 1)),
    keras.layers.MaxPooling2D(),
    keras.layers.Conv2D(16, 3, activation="relu"),
    keras.layers.MaxPooling2D(),
${last}
    keras.layers.Flatten(),
    keras.layers.Dense(2, activation="softmax"),
])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
model.fit(x, y, epochs=5)
`;

export default defineRule({
  id: 'spatial-collapse',
  group: 'architecture',
  severity: 'error',
  evidence: { measured: 'raises' },
  messages: {
    gone: 'Nothing is left of the input here: {layer} gets {before} and needs more than that, so its output would have size {size}. Keras raises an error when the model is built.',
  },
  docs: {
    summary: 'Convolutions and poolings shrink the input until the next window no longer fits.',
    why: `A window of 3 without padding takes 2 from each side's length, a pooling of 2 halves it. After a few layers a small picture is smaller than the next window.`,
    bad: example(`    keras.layers.Conv2D(32, 3, activation="relu"),
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ spatial-collapse`),
    good: example('    keras.layers.Conv2D(32, 3, activation="relu", padding="same"),'),
    raises: 'Computed output size would be zero or negative',
    limits: 'Speaks only where the size that comes in is known. Reports the first layer where nothing is left.',
    fixSafety: 'Not safe: the sizes of all later layers change.',
    probe: 'Shows the error that Keras raises when the model is built, and that the fix trains.',
    references: ['https://keras.io/api/layers/convolution_layers/convolution2d/'],
  },
  check(context, report) {
    const seen = new Set<string>();
    for (const { id, model } of context.program.runs) {
      const node = layersOf(model).find((one) => collapses(model, one));
      if (!node) continue;
      const { place } = node.layer.call;
      if (seen.has(`${place.source}:${place.start}`)) continue;
      seen.add(`${place.source}:${place.start}`);
      report({
        message: 'gone',
        at: place,
        data: { layer: layerTitle(node), before: written(inputOf(model, node)), size: written(node) },
        fixes: [padAll(context, model, node)],
        experiment: { kind: 'train', run: id, keeps: ['space'] },
      });
    }
  },
});

/** A window slides over places; transposed convolutions make more of them. */
const hasWindow = (node: LayerNode): boolean =>
  isOfFamily(node, 'conv', 'pool') && 'padding' in node.layer.arguments && !node.layer.type.endsWith('Transpose');

const inputOf = (model: ModelGraph, node: LayerNode): GraphNode | undefined => model.nodes[node.inputs[0] ?? -1];

/** Each size by itself: a picture may vanish in one direction only. */
function collapses(model: ModelGraph, node: LayerNode): boolean {
  const before = valueOf(inputOf(model, node)?.shape)?.slice(0, -1);
  const after = valueOf(node.shape)?.slice(0, -1);
  if (!hasWindow(node) || !before || before.length !== after?.length) return false;
  return before.every((size) => size === null || size > 0) && after.some((size) => size !== null && size < 1);
}

const written = (node: GraphNode | undefined): string =>
  (valueOf(node?.shape) ?? [])
    .slice(0, -1)
    .map((size) => size ?? '?')
    .join('x');

/** From here on nothing shrinks but by strides. */
function padAll(context: RuleContext, model: ModelGraph, from: LayerNode): Fix | undefined {
  const behind = layersOf(model).filter((node) => node.id >= from.id && hasWindow(node));
  if (!behind.every((node) => isWrittenOnce(model, node))) return undefined;
  const like = layersOf(model).flatMap(({ layer }) => argumentOf(layer.call, 'activation')?.value ?? [])[0];
  const same = behind.filter(({ layer }) => !isSame(valueOf(layer.arguments.padding)));
  const edits = same.map(({ layer }) => setArgument(layer.call, 'padding', quoted(context, like, 'same')));
  return fixOf('Set padding to "same" from here on', 'unsafe', ...edits);
}

const isSame = (padding: unknown): boolean => typeof padding === 'string' && padding.toLowerCase() === 'same';
