import { argumentOf, replaceLiteral } from '../edits/edits';
import { always, valueOf, type Known } from '../facts/fact';
import type { LayerNode, ModelGraph } from '../facts/graph';
import { defineRule } from './define';
import { isAny, trains } from './guards';
import { classification } from './support/examples';
import { fixOf } from './support/fixes';
import { isAffine, isPassage, layerTitle, reach, widthOf } from './support/graph';

export default defineRule({
  id: 'narrow-bottleneck',
  group: 'architecture',
  severity: 'warning',
  evidence: { measured: 'confirmed' },
  symptoms: ['slow', 'flat', 'label-spread', 'uniform'],
  messages: {
    narrow:
      'Everything the model knows passes {layer}, which has {units}. {next} has to tell its {outputs} outputs apart from that little.',
    dead: 'Everything passes {layer}, a single relu unit. In half of all starts its weight is negative: then it gives 0 for every positive input, gets no gradient, and the model never learns.',
  },
  docs: {
    summary: 'A hidden layer with one or two units stands before a wider output.',
    why: `What a layer does not let through, no later layer can bring back. One or two numbers are hardly enough to keep many classes apart, and a single relu unit
that dies silences the whole model.`,
    bad: classification({
      data: 'x = np.random.rand(300, 8)\ny = x.argmax(axis=1)',
      layers: `    keras.layers.Dense(32, activation="relu", input_shape=(8,)),
    keras.layers.Dense(2, activation="relu"),
    #                  ^ narrow-bottleneck
    keras.layers.Dense(8, activation="softmax"),`,
    }),
    good: classification({
      data: 'x = np.random.rand(300, 8)\ny = x.argmax(axis=1)',
      layers: `    keras.layers.Dense(32, activation="relu", input_shape=(8,)),
    keras.layers.Dense(32, activation="relu"),
    keras.layers.Dense(8, activation="softmax"),`,
    }),
    limits:
      'Speaks for dense hidden layers of one or two units that feed a layer at least three times as wide. Silent where no more numbers come in than it has units (but for one relu unit of one number that is known not to be negative, which is dead in half of all starts), and for autoencoders, adversarial and reinforcement training.',
    fixSafety: 'Safe where the number is used for this layer only.',
    probe: 'Trains both versions. Measured in Keras: 2 units before 10 classes 90% against 100%, 4 of 5 runs.',
    references: ['https://doi.org/10.1145/3377811.3380395'],
  },
  check({ program }, report) {
    const seen = new Set<number>();
    for (const run of program.runs) {
      if (!trains(run) || isAny(run, 'autoencoder', 'adversarial', 'reinforcement')) continue;
      for (const node of run.model.nodes) {
        const units = widthOf(node);
        if (!isAffine(node) || node.layer.type !== 'Dense' || units === undefined || units > 2 || seen.has(node.layer.key))
          continue;
        const next = reach(run.model, node.id, isPassage);
        const [wide] = next;
        const before = valueOf(run.model.nodes[node.inputs[0] ?? -1]?.shape)?.at(-1);
        const outputs = wide && widthOf(wide);
        if (next.length !== 1 || !wide || !isAffine(wide) || outputs === undefined || outputs < 3 * units) continue;
        // As many numbers as came in: nothing is lost, unless they all pass one unit that gives 0 for half of all starts.
        const alone = units === 1 && before === 1 && isDeadInHalfOfAllStarts(run.model, node);
        if (typeof before === 'number' && before <= units && !alone) continue;
        // A branch beside it lets the rest through.
        if (run.model.nodes.filter((other) => other.inputs.includes(node.inputs[0] ?? -1)).length !== 1) continue;
        seen.add(node.layer.key);
        const fact = node.layer.arguments.units;
        report({
          ...(alone
            ? { message: 'dead', data: { layer: layerTitle(node) } }
            : {
                message: 'narrow',
                data: {
                  layer: layerTitle(node),
                  units: units === 1 ? '1 unit' : `${units} units`,
                  next: layerTitle(wide),
                  outputs,
                },
              }),
          at: argumentOf(node.layer.call, 'units')?.value ?? node.layer.call.place,
          fixes: [
            fact?.kind === 'known'
              ? fixOf('Set units to 32', 'safe', replaceLiteral(fact satisfies Known<unknown>, '32'))
              : undefined,
          ],
          experiment: { kind: 'train', run: run.id, keeps: ['widths', 'inputs'] },
        });
      }
    }
  },
});

/** One relu unit of one number that is never negative: with a negative weight it gives 0 for all of them. */
const isDeadInHalfOfAllStarts = (model: ModelGraph, { layer, inputs }: LayerNode): boolean =>
  always(layer.activation, (name) => name === 'relu') && (model.nodes[inputs[0] ?? -1]?.range?.min ?? -1) >= 0;
