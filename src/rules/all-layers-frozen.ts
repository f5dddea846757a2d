import { always } from '../facts/fact';
import type { LayerNode } from '../facts/graph';
import { hasWeights as hasOwnWeights } from '../knowledge/layers';
import { defineRule } from './define';
import { isAny } from './guards';
import { classification } from './support/examples';
import { isOfFamily, layersOf } from './support/graph';

export default defineRule({
  id: 'all-layers-frozen',
  group: 'training',
  severity: 'error',
  evidence: { measured: 'certain' },
  messages: {
    all: 'Every layer with weights is frozen (trainable=False), so fit has nothing to change: the loss stays where it starts.',
  },
  docs: {
    summary: 'Every layer of the model is frozen, so training changes nothing.',
    why: `trainable=False takes the weights of a layer out of training. Set for all layers, the output layer included, no weight is left to train; Keras warns
that the model has no trainable weights and goes on.`,
    bad: classification({
      compile: `for layer in model.layers:
    layer.trainable = False
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")`,
      fit: `model.fit(x, y, epochs=20)
#^^^^^^^^^^^^^^^^^^^^^^^^^ all-layers-frozen`,
    }),
    good: classification({
      compile: `for layer in model.layers[:-1]:
    layer.trainable = False
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")`,
    }),
    limits:
      'Speaks only where trainable is known for every layer of a model that is understood completely. Silent for adversarial training, where one half is frozen on purpose.',
    fixSafety: 'There is no automatic fix: which layers should train is for the author to say.',
    probe: 'Compares the first step as written, which moves no weight, with that of the same model with all layers trained.',
    references: ['https://keras.io/guides/transfer_learning/'],
  },
  check({ program }, report) {
    for (const run of program.runs) {
      if (run.loop.kind !== 'fit' || isAny(run, 'adversarial') || run.model.gaps.length > 0) continue;
      const weighted = layersOf(run.model).filter(hasWeights);
      if (weighted.length === 0 || run.model.nodes.some(({ kind }) => kind === 'unknown')) continue;
      if (!weighted.every(({ layer }) => always(layer.trainable, (trainable) => !trainable))) continue;
      report({
        message: 'all',
        at: run.loop.call.place,
        related: weighted.slice(-1).map(({ layer }) => ({ place: layer.call.place, message: 'frozen, like every other layer' })),
        experiment: { kind: 'train', run: run.id, patch: { title: 'With all layers trained', change: { kind: 'thaw-layers' } } },
      });
    }
  },
});

function hasWeights(node: LayerNode): boolean {
  const { layer } = node;
  const nested = layer.model !== undefined || layer.backbone !== undefined || /^(?:custom|raw)$/.test(layer.type);
  // Scales, shifts and slopes alone learn next to nothing.
  return nested || (hasOwnWeights(layer.type) && !isOfFamily(node, 'normalize', 'activation'));
}
