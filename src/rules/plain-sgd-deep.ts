import { replaceLiteral, setArgument } from '../edits/edits';
import { always, valueOf } from '../facts/fact';
import type { ModelGraph } from '../facts/graph';
import type { Optimizer } from '../facts/training';
import { defineRule } from './define';
import { isAny, trains } from './guards';
import { classification } from './support/examples';
import { fixOf } from './support/fixes';
import { isAffine, isOfFamily, isRecurrent, isWhole, layersOf } from './support/graph';
import { quoted } from './support/heads';
import { startingRate } from './support/rates';

const layers = `    keras.layers.Dense(32, activation="relu", input_shape=(8,)),
    keras.layers.Dense(32, activation="relu"),
    keras.layers.Dense(32, activation="relu"),
    keras.layers.Dense(32, activation="relu"),
    keras.layers.Dense(3, activation="softmax"),`;
const compile = (optimizer: string): string =>
  `model.compile(optimizer=${optimizer}, loss="sparse_categorical_crossentropy", metrics=["accuracy"])`;

/** Layers with attention that are not Keras's own. */
const attending = /^Transformer(?:Encoder|Decoder)$/;

export default defineRule({
  id: 'plain-sgd-deep',
  group: 'training',
  severity: 'information',
  evidence: { measured: 'confirmed', exception: 'measured at equal epochs; with several times as many it gets there too' },
  symptoms: ['slow', 'flat', 'uniform'],
  messages: {
    deep: 'SGD with a learning rate of {rate} and no momentum trains {what}. It needs several times as many epochs as Adam, or SGD with momentum, to get anywhere.',
  },
  docs: {
    summary: 'A deep, recurrent or attention model is trained by plain SGD at its default rate.',
    why: `Plain SGD moves every weight by the learning rate times its gradient. In a deep model gradients differ in size from layer to layer, so at 0.01 some layers
hardly move. Momentum adds up small steps in the same direction; Adam gives every weight a step of its own size.`,
    bad: classification({
      layers,
      compile: `${compile('"sgd"')}
#                       ^^^^^ plain-sgd-deep`,
    }),
    good: classification({ layers, compile: compile('"adam"') }),
    limits:
      'Information only. Speaks from four hidden layers with weights on, or where a layer is recurrent or attends; silent with normalisation layers, momentum, a rate above 0.03 or below 0.005, 100 epochs or more, and for pretrained models.',
    fixSafety: 'Unsafe: it is another optimizer, whose best learning rate may differ.',
    probe: 'Trains both versions. Measured in Keras: six layers 45% against 100% in 25 epochs, 5 of 5 runs.',
    references: ['https://keras.io/api/optimizers/sgd/', 'https://proceedings.mlr.press/v28/sutskever13.html'],
  },
  check(context, report) {
    const seen = new Set<string>();
    for (const run of context.program.runs) {
      const optimizer = valueOf(run.optimizer);
      if (optimizer?.type !== 'SGD' || !trains(run) || isAny(run, 'transfer', 'adversarial', 'reinforcement')) continue;
      const rate = startingRate(optimizer);
      const plain = always(optimizer.arguments.momentum, (momentum) => momentum === 0);
      if (rate === undefined || rate.scheduled || !plain || rate.value < 0.005 || rate.value > 0.03) continue;
      const epochs = run.loop.kind === 'none' ? undefined : valueOf(run.loop.epochs);
      const what = describeDepth(run.model);
      const key = JSON.stringify(optimizer.place);
      if (what === undefined || (epochs !== undefined && epochs >= 100) || run.model.loadedWeights || seen.has(key)) continue;
      if (run.loop.kind !== 'none' && run.loop.repeated) continue;
      seen.add(key);
      report({
        message: 'deep',
        at: optimizer.place,
        data: { rate: String(rate.value), what },
        fixes: [
          optimizer.form === 'string'
            ? fixOf('Use Adam', 'unsafe', replaceLiteral(run.optimizer, quoted(context, optimizer.place, 'adam')))
            : withMomentum(optimizer),
        ],
        experiment: { kind: 'train', run: run.id, task: { teacher: 'nonlinear' } },
      });
    }
  },
});

function describeDepth(graph: ModelGraph): string | undefined {
  if (!isWhole(graph)) return undefined;
  const layers = layersOf(graph);
  // They keep gradients at one size from layer to layer.
  if (layers.some((node) => isOfFamily(node, 'normalize'))) return undefined;
  if (layers.some((node) => isOfFamily(node, 'attention') || attending.test(node.layer.type))) return 'a model with attention';
  if (graph.nodes.some(isRecurrent)) return 'a recurrent model';
  const hidden = graph.nodes.filter((node) => isAffine(node)).length - graph.outputs.length;
  return hidden >= 4 ? `${hidden} hidden layers` : undefined;
}

function withMomentum({ call }: Optimizer) {
  if (call?.callee !== 'keras.optimizers.SGD') return undefined;
  return fixOf('Set momentum to 0.9', 'unsafe', setArgument(call, 'momentum', '0.9'));
}
