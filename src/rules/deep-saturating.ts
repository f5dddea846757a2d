import type { Severity } from '../finding/finding';
import { valueOf } from '../facts/fact';
import type { LayerNode, ModelGraph } from '../facts/graph';
import { defineRule, type RuleContext } from './define';
import { isAny, isTruthTable, trains } from './guards';
import { isAffine, isPassage } from './support/graph';
import { setActivation } from './support/heads';

export default defineRule({
  id: 'deep-saturating',
  group: 'architecture',
  severity: 'warning',
  evidence: {
    measured: 'confirmed',
    exception:
      'grows with the depth: information at three layers, error at six; information for tanh, which trained, and for truth tables, which train as well',
  },
  symptoms: ['uniform', 'flat', 'constant', 'chance-accuracy', 'label-spread'],
  messages: {
    vanishing:
      '{count} hidden layers with {activation} follow each other. Each multiplies the gradient by at most {slope}, so about {share} of it reaches the first one, which hardly learns.',
  },
  docs: {
    summary: 'Many sigmoid (or tanh) layers in a row let the gradient vanish before it reaches the first layers.',
    why: `The slope of sigmoid is at most 1/4, and less away from zero. Going back through n such layers the gradient shrinks by 4^n or more: through six
of them less than a four-thousandth is left. The first layers keep their random weights, and the loss stays on a plateau.`,
    bad: `import numpy as np
from tensorflow import keras

x = np.random.rand(300, 8)
y = (x.sum(axis=1) > 4).astype("int32")

model = keras.Sequential([
    keras.layers.Dense(32, activation="sigmoid", input_shape=(8,)),
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ deep-saturating
    keras.layers.Dense(32, activation="sigmoid"),
    keras.layers.Dense(32, activation="sigmoid"),
    keras.layers.Dense(32, activation="sigmoid"),
    keras.layers.Dense(1, activation="sigmoid"),
])
model.compile(optimizer="adam", loss="binary_crossentropy")
model.fit(x, y, epochs=20)
`,
    good: `import numpy as np
from tensorflow import keras

x = np.random.rand(300, 8)
y = (x.sum(axis=1) > 4).astype("int32")

model = keras.Sequential([
    keras.layers.Dense(32, activation="relu", input_shape=(8,)),
    keras.layers.Dense(32, activation="relu"),
    keras.layers.Dense(32, activation="relu"),
    keras.layers.Dense(32, activation="relu"),
    keras.layers.Dense(1, activation="sigmoid"),
])
model.compile(optimizer="adam", loss="binary_crossentropy")
model.fit(x, y, epochs=20)
`,
    limits:
      'Sigmoid: information from three layers in a row, warning from four (information where the data is a truth table such as XOR: it trained in 5 of 5 runs), error from six. tanh: information from eight, because with usual initial weights it still trained when measured. A normalisation layer or a sum with an earlier output ends the row. The output layer does not count.',
    fixSafety: 'Unsafe: it changes what the hidden layers compute.',
    probe:
      'Trains both versions and compares the metric and the gradient norm of the first layer. Measured in Keras: eight sigmoid layers 20% against 100%, gradient 1.1e-5 against 0.82; four 88% against 100%; eight tanh layers no difference.',
    references: ['https://proceedings.mlr.press/v9/glorot10a.html', 'https://doi.org/10.1109/ICSE43902.2021.00048'],
  },
  check(context, report) {
    const seen = new Set<string>();
    for (const run of context.program.runs) {
      if (!trains(run) || isAny(run, 'transfer')) continue;
      const row = longestRow(run.model);
      const [first] = row;
      const activation = first && valueOf(first.layer.activation);
      const usual = severityOf(activation, row.length);
      const severity = usual === 'warning' && isTruthTable(run) ? 'information' : usual;
      if (!first || activation === undefined || !severity || seen.has(row.map(({ layer }) => layer.key).join())) continue;
      seen.add(row.map(({ layer }) => layer.key).join());
      const share = activation === 'sigmoid' ? `1/${4 ** row.length}` : 'a fraction';
      report({
        message: 'vanishing',
        at: first.layer.call.place,
        severity,
        data: { count: row.length, activation, slope: activation === 'sigmoid' ? '1/4' : '1', share },
        related: row.slice(1).map(({ layer }) => ({ place: layer.call.place, message: `${activation} again` })),
        fixes: [withRelu(context, row)],
        experiment: { kind: 'train', run: run.id, keeps: ['widths'] },
      });
    }
  },
});

function severityOf(activation: string | undefined, length: number): Severity | undefined {
  if (activation === 'sigmoid') return length >= 6 ? 'error' : length >= 4 ? 'warning' : length >= 3 ? 'information' : undefined;
  return activation === 'tanh' && length >= 8 ? 'information' : undefined;
}

/** The longest chain of hidden layers with the same saturating activation, nothing but dropout and reshaping between them. */
function longestRow(graph: ModelGraph): readonly LayerNode[] {
  const rows = new Map<number, readonly LayerNode[]>();
  let longest: readonly LayerNode[] = [];
  for (const node of graph.nodes) {
    const before = node.inputs.length === 1 ? (rows.get(node.inputs[0] ?? -1) ?? []) : [];
    if (isPassage(node)) rows.set(node.id, before);
    else if (isAffine(node) && !graph.outputs.includes(node.id)) {
      const activation = valueOf(node.layer.activation);
      const [first] = before;
      const same = first && valueOf(first.layer.activation) === activation;
      const row = activation === 'sigmoid' || activation === 'tanh' ? [...(same ? before : []), node] : [];
      rows.set(node.id, row);
      if (row.length > longest.length) longest = row;
    }
  }
  return longest;
}

function withRelu(context: RuleContext, row: readonly LayerNode[]) {
  const edits = row.map(({ layer }) => setActivation(context, layer, 'relu'));
  if (!edits.every((edit) => edit !== undefined)) return undefined;
  return { title: `Use relu in these ${row.length} layers`, edits, safety: 'unsafe' } as const;
}
