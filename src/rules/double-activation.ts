import { valueOf } from '../facts/fact';
import type { LayerNode } from '../facts/graph';
import { defineRule, type RuleContext } from './define';
import { trains } from './guards';
import { classification } from './support/examples';
import { fixOf } from './support/fixes';
import { isAffine, isOfFamily, layersOf, layerTitle } from './support/graph';
import { activationArgument, dropActivation } from './support/heads';
import { isWrittenOnce } from './support/swap';

export default defineRule({
  id: 'double-activation',
  group: 'architecture',
  severity: 'information',
  evidence: { measured: 'not-measured' },
  symptoms: ['slow'],
  messages: {
    again:
      '{second} follows {first}, which applies {own} already. The second activation sees only what the first one left, so one of the two does nothing or not what it is there for.',
  },
  docs: {
    summary: 'A layer has an activation of its own, and an activation layer follows at once.',
    why: `After relu nothing is negative any more: a second relu changes nothing, LeakyReLU and ELU have no negative side to treat, and softmax can push no class
below the others. Usually one of the two was meant.`,
    bad: classification({
      layers: `    keras.layers.Dense(32, activation="relu", input_shape=(8,)),
    keras.layers.LeakyReLU(),
#   ^^^^^^^^^^^^^^^^^^^^^^^^ double-activation
    keras.layers.Dense(3, activation="softmax"),`,
    }),
    good: classification({
      layers: `    keras.layers.Dense(32, input_shape=(8,)),
    keras.layers.LeakyReLU(),
    keras.layers.Dense(3, activation="softmax"),`,
    }),
    limits: 'Speaks only of layers that follow each other directly. Softmax or sigmoid twice is `double-softmax`.',
    fixSafety: 'Safe where both are relu, which changes nothing; otherwise the model computes something else afterwards.',
    probe: 'Trains both versions; often no difference is found.',
    references: ['https://keras.io/api/layers/activation_layers/', 'https://doi.org/10.1145/3470006'],
  },
  check(context, report) {
    const seen = new Set<number>();
    for (const run of context.program.runs) {
      if (!trains(run)) continue;
      const layers = layersOf(run.model);
      for (const second of layers) {
        const first = run.model.nodes[second.inputs[0] ?? -1];
        if (first?.kind !== 'layer' || !isActivation(second) || !isAffine(first) || seen.has(second.layer.key)) continue;
        const own = activationArgument(first.layer) && valueOf(first.layer.activation);
        const next = valueOf(second.layer.activation);
        if (own === undefined || own === 'linear' || next === undefined || next === 'linear') continue;
        if (isProbability(own) && isProbability(next)) continue;
        if (run.model.nodes.filter(({ inputs }) => inputs.includes(first.id)).length > 1) continue;
        seen.add(second.layer.key);
        report({
          message: 'again',
          at: second.layer.call.place,
          data: {
            second: second.layer.type === 'Activation' ? `Activation('${next}')` : second.layer.type,
            first: layerTitle(first),
            own,
          },
          related: [{ place: first.layer.call.place, message: `applies ${own}` }],
          fixes: [isWrittenOnce(run.model, first) ? dropOwn(context, first, own === 'relu' && next === 'relu') : undefined],
          experiment: { kind: 'train', run: run.id },
        });
      }
    }
  },
});

const isActivation = (node: LayerNode): boolean => isOfFamily(node, 'activation');

const isProbability = (name: string): boolean => name === 'softmax' || name === 'sigmoid';

function dropOwn(context: RuleContext, { layer }: LayerNode, idempotent: boolean) {
  const edit = dropActivation(context, layer);
  return edit && fixOf('Remove the activation of the layer before', idempotent ? 'safe' : 'unsafe', edit);
}
