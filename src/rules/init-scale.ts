import type { Fix } from '../finding/finding';
import { argumentOf, replaceText } from '../edits/edits';
import { valueOf } from '../facts/fact';
import { isObject, type ObjectValue } from '../facts/plain';
import { defineRule, type RuleContext } from './define';
import { isAny, trains } from './guards';
import { classification } from './support/examples';
import { isAffine, layerTitle } from './support/graph';
import { quoted } from './support/heads';

export default defineRule({
  id: 'init-scale',
  group: 'initialisation',
  severity: 'warning',
  evidence: { measured: 'not-reproduced', exception: 'the first gradient was 260 times too large; easy data forgave it' },
  symptoms: ['huge', 'nan', 'chance-accuracy', 'saw-tooth', 'constant'],
  messages: {
    wide: 'The weights of {layer} start with a deviation of {deviation}, about {times} times what {fan} inputs call for. Its outputs are that much too large: sigmoid and softmax saturate, and the loss starts far up.',
  },
  docs: {
    summary: 'The initial weights are far too large for the number of inputs.',
    why: `The output of a unit is a sum over its inputs: its size grows with the square root of their number. glorot and he initialisers divide by that; a fixed
deviation of 1 does not. With a hundred inputs every output is ten times too large, from layer to layer again, and what follows saturates.`,
    bad: classification({
      layers: `    keras.layers.Dense(64, activation="relu", input_shape=(100,)),
    keras.layers.Dense(64, activation="relu", kernel_initializer=keras.initializers.RandomNormal(stddev=1.0)),
    #                                                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ init-scale
    keras.layers.Dense(3, activation="softmax"),`,
      data: 'x = np.random.rand(300, 100)\ny = x[:, :3].argmax(axis=1)',
    }),
    good: classification({
      layers: `    keras.layers.Dense(64, activation="relu", input_shape=(100,)),
    keras.layers.Dense(64, activation="relu", kernel_initializer="he_normal"),
    keras.layers.Dense(3, activation="softmax"),`,
      data: 'x = np.random.rand(300, 100)\ny = x[:, :3].argmax(axis=1)',
    }),
    limits:
      'Speaks where the deviation and the number of inputs are known and differ by a factor of five or more from sqrt(2 / inputs). Embeddings are not judged.',
    fixSafety: 'Safe: only the starting point changes.',
    probe:
      'Trains both versions. Measured in Keras with deviation 1 in three layers: gradient norm 281 against 1.07; the metric on easy data was not worse.',
    references: ['https://keras.io/api/layers/initializers/', 'https://doi.org/10.1109/ICCV.2015.123'],
  },
  check(context, report) {
    const seen = new Set<number>();
    for (const run of context.program.runs) {
      if (!trains(run) || run.model.loadedWeights || isAny(run, 'adversarial')) continue;
      for (const node of run.model.nodes) {
        if (!isAffine(node) || node.layer.type !== 'Dense' || seen.has(node.layer.key)) continue;
        const initializer = valueOf(node.layer.arguments.kernel_initializer);
        const before = run.model.nodes[node.inputs[0] ?? -1]?.shape;
        const fan = before?.kind === 'known' ? before.value.at(-1) : undefined;
        const deviation = isObject(initializer) ? deviationOf(initializer) : undefined;
        const argument = argumentOf(node.layer.call, 'kernel_initializer');
        if (!argument || deviation === undefined || typeof fan !== 'number' || fan < 8) continue;
        const times = deviation / Math.sqrt(2 / fan);
        if (times < 5) continue;
        seen.add(node.layer.key);
        report({
          message: 'wide',
          at: argument.value,
          data: { layer: layerTitle(node), deviation: Number(deviation.toPrecision(2)), times: Math.round(times), fan },
          fixes: [usual(context, argument.value, valueOf(node.layer.activation))],
          experiment: { kind: 'train', run: run.id, keeps: ['widths', 'inputs'] },
        });
      }
    }
  },
});

function deviationOf({ type, arguments: facts }: ObjectValue): number | undefined {
  const number = (name: string): number | undefined => {
    const value = valueOf(facts[name]);
    return typeof value === 'number' ? value : undefined;
  };
  if (/\.(?:RandomNormal|TruncatedNormal)$/.test(type)) return number('stddev');
  if (!type.endsWith('.RandomUniform')) return undefined;
  const [low, high] = [number('minval'), number('maxval')];
  return low === undefined || high === undefined ? undefined : (high - low) / Math.sqrt(12);
}

function usual(context: RuleContext, place: Parameters<typeof replaceText>[0], activation: string | undefined): Fix {
  const name = activation?.includes('relu') === true ? 'he_normal' : 'glorot_uniform';
  return { title: `Use ${name}`, edits: [replaceText(place, quoted(context, place, name))], safety: 'safe' };
}
