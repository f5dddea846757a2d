import { always, valueOf } from '../facts/fact';
import type { LayerNode } from '../facts/graph';
import { defineRule } from './define';
import { trains } from './guards';
import { classification } from './support/examples';
import { layerTitle } from './support/graph';
import { headLayer, headsOf, isMultiUnit } from './support/heads';
import { findBack } from './support/positions';
import { swapLayers } from './support/swap';

const probabilities: ReadonlySet<string> = new Set(['softmax', 'sigmoid', 'linear']);

export default defineRule({
  id: 'dropout-after-logits',
  group: 'architecture',
  severity: 'warning',
  evidence: { measured: 'partly' },
  symptoms: [],
  messages: {
    after:
      '{dropout} comes after {head}, the last layer with weights. In training it sets whole class scores to 0, the right one too, so the training loss cannot come down.',
  },
  docs: {
    summary: 'Dropout is applied to the scores of the classes instead of to the features before them.',
    why: `Dropout makes the layers before it robust against missing features. After the last Dense layer there is nothing left that could make up for a missing
number: the score of the right class is removed in a share of the samples, whatever the model has learned.`,
    bad: classification({
      layers: `    keras.layers.Dense(32, activation="relu", input_shape=(8,)),
    keras.layers.Dense(3),
    keras.layers.Dropout(0.5),
#   ^^^^^^^^^^^^^^^^^^^^^^^^^ dropout-after-logits
    keras.layers.Softmax(),`,
    }),
    good: classification({
      layers: `    keras.layers.Dense(32, activation="relu", input_shape=(8,)),
    keras.layers.Dropout(0.5),
    keras.layers.Dense(3),
    keras.layers.Softmax(),`,
    }),
    limits:
      'Looks at outputs of several numbers with a loss, where everything between the last Dense layer and the output is understood. Dropout after it that is meant to sample predictions (Monte Carlo dropout) is flagged too.',
    fixSafety: 'Not safe: exchanges the two layers, so weights saved before no longer match by position.',
    probe:
      'Trains both versions. Measured in Keras: the training loss stays at 0.35 instead of 0, while the accuracy of predictions, which drop nothing, is 100%.',
    references: ['https://keras.io/api/layers/regularization_layers/dropout/', 'https://jmlr.org/papers/v15/srivastava14a.html'],
  },
  check(context, report) {
    const seen = new Set<number>();
    for (const { run, head } of headsOf(context)) {
      const weights = headLayer(run, head);
      if (!trains(run) || weights?.layer.type !== 'Dense' || head.loss.kind !== 'known' || !isMultiUnit(head)) continue;
      const dropout = findBack(run, head.output, drops, (node) => node.kind === 'layer' && node.id !== weights.id);
      if (!dropout || dropout.id < weights.id || seen.has(dropout.layer.key)) continue;
      seen.add(dropout.layer.key);
      report({
        message: 'after',
        at: dropout.layer.call.place,
        data: { dropout: `Dropout(${rateOf(dropout) ?? 0})`, head: layerTitle(weights) },
        related: [{ place: weights.layer.call.place, message: 'the last layer with weights' }],
        fixes: [
          // Before another activation the loss would be the next mistake in line.
          always(head.activation, (name) => probabilities.has(name))
            ? swapLayers(context, run.model, weights, dropout, `Move Dropout before ${layerTitle(weights)}`)
            : undefined,
        ],
        experiment: { kind: 'train', run: run.id },
      });
    }
  },
});

const drops = (node: LayerNode): boolean => node.layer.type === 'Dropout' && (rateOf(node) ?? 0) > 0;

function rateOf({ layer }: LayerNode): number | undefined {
  const rate = valueOf(layer.arguments.rate);
  return typeof rate === 'number' ? rate : undefined;
}
