import { always, type Known } from '../facts/fact';
import type { LayerNode, ModelGraph } from '../facts/graph';
import type { TrainingRun } from '../facts/training';
import { hasWeights as hasOwnWeights } from '../knowledge/layers';
import type { Place } from '../text/place';
import { defineRule } from './define';
import { classification } from './support/examples';
import { isOfFamily, isWhole, layersOf } from './support/graph';

export default defineRule({
  id: 'all-layers-frozen',
  group: 'training',
  severity: 'error',
  evidence: { measured: 'certain' },
  symptoms: ['constant', 'flat', 'uniform'],
  messages: {
    all: 'Every layer with weights is frozen (trainable=False), so fit has nothing to change: the loss stays where it starts.',
    model:
      '`trainable` of {model} itself is False, so none of its weights trains, whatever its layers say: the loss stays where it starts.',
    afterCompile:
      '`trainable` of {model} is set to False between compile and its first training. Keras 3 collects the weights only when it trains, so here none of them ever does; Keras 2 goes by the flags of compile and would train it.',
  },
  docs: {
    summary: 'Every layer of the model is frozen, so training changes nothing.',
    why: `trainable=False takes the weights of a layer out of training. Set for all layers, or for the model itself, no weight is left to train; Keras warns
that the model has no trainable weights and goes on. Which moment counts depends on the version: Keras 2 keeps the flags of compile, Keras 3 takes those of the first
training after it. The old way to write a GAN (compile the discriminator, freeze it, compile the pair) therefore leaves the discriminator untrained in Keras 3.`,
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
      'Speaks where the flag of the model itself is known to be False, or that of every layer of a model that is understood completely. A model that is frozen after compile is a warning, because it trains in Keras 2. Silent where code that was not followed may set flags.',
    fixSafety: 'There is no automatic fix: which layers should train is for the author to say.',
    probe: 'Compares the first step as written, which moves no weight, with that of the same model with all layers trained.',
    references: ['https://keras.io/guides/transfer_learning/'],
  },
  check({ program }, report) {
    const seen = new Set<string>();
    for (const run of program.runs) {
      if (run.loop.kind !== 'fit') continue;
      const { place } = run.loop.call;
      const own = ownFlag(run);
      const layers = own ? [] : frozenLayers(run.model);
      if ((!own && layers.length === 0) || seen.has(`${place.source}:${place.start}`)) continue;
      seen.add(`${place.source}:${place.start}`);
      const set = own?.places[0];
      const last = layers.at(-1);
      const related = set
        ? [{ place: set, message: 'frozen here' }]
        : last
          ? [{ place: last.layer.call.place, message: 'frozen, like every other layer' }]
          : [];
      const common = {
        at: place,
        related,
        experiment: { kind: 'train', run: run.id, patch: { title: 'With all layers trained', change: { kind: 'thaw-layers' } } },
      } as const;
      const model = `\`${run.model.name}\``;
      if (set && isAfter(set, run.compile?.place))
        report({ ...common, message: 'afterCompile', severity: 'warning', data: { model } });
      else if (own) report({ ...common, message: 'model', data: { model } });
      else report({ ...common, message: 'all' });
    }
  },
});

const ownFlag = ({ model }: TrainingRun): Known<boolean> | undefined =>
  model.trainable.kind === 'known' && !model.trainable.value ? model.trainable : undefined;

const isAfter = (place: Place, compile: Place | undefined): boolean =>
  compile?.source === place.source && place.start > compile.start;

/** The layers with weights, where each of them is frozen and nothing else could train; none otherwise. */
function frozenLayers(model: ModelGraph): readonly LayerNode[] {
  if (!isWhole(model)) return [];
  const weighted = layersOf(model).filter(hasWeights);
  return weighted.every((node) => isFrozen(node)) ? weighted : [];
}

const isFrozen = ({ layer }: LayerNode): boolean =>
  always(layer.trainable, (trainable) => !trainable) || (layer.model !== undefined && frozenLayers(layer.model).length > 0);

function hasWeights(node: LayerNode): boolean {
  const { layer } = node;
  const nested =
    layer.model === undefined ? layer.backbone !== undefined : !isWhole(layer.model) || layersOf(layer.model).some(hasWeights);
  // Scales, shifts and slopes alone learn next to nothing.
  return (
    nested || /^(?:custom|raw)$/.test(layer.type) || (hasOwnWeights(layer.type) && !isOfFamily(node, 'normalize', 'activation'))
  );
}
