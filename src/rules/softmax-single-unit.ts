import { always, valueOf } from '../facts/fact';
import { defineRule, type RuleContext } from './define';
import { headCause } from './head-group';
import { activationFix, activationPlace, changeLoss, headsOf, isSingleUnit, type HeadInRun } from './support/heads';
import { countsAnswers, isLoss, labelKindOf, lossTitle, regressionLosses } from './support/losses';

export default defineRule({
  id: 'softmax-single-unit',
  group: 'output',
  severity: 'error',
  evidence: { measured: 'certain', wild: { right: 8, unclear: 0, benign: 0 } },
  symptoms: ['constant', 'chance-accuracy', 'frozen-accuracy', 'slow', 'flat'],
  messages: {
    constant:
      'Softmax over a single unit is always 1, whatever the input. The model predicts the same for every sample, and with {loss} its accuracy stays at the share of one class.',
    constantOnly: 'Softmax over a single unit is always 1, whatever the input. The model predicts the same for every sample.',
  },
  docs: {
    summary: 'The last layer applies softmax to one unit, which always gives 1.',
    why: `Softmax divides each unit by the sum over all units. With one unit that is x / x = 1: the output carries no information, and a true
gradient through it is 0. Keras on TensorFlow computes cross-entropies from the logits it remembers, so there the loss may even fall while every
prediction stays 1; do not trust it.`,
    bad: `import numpy as np
from tensorflow import keras

x = np.random.rand(200, 4)
y = (x.sum(axis=1) > 2).astype("int32")

model = keras.Sequential([
    keras.layers.Dense(16, activation="relu", input_shape=(4,)),
    keras.layers.Dense(1, activation="softmax"),
    #                                ^^^^^^^^^ softmax-single-unit
])
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=10)
`,
    good: `import numpy as np
from tensorflow import keras

x = np.random.rand(200, 4)
y = (x.sum(axis=1) > 2).astype("int32")

model = keras.Sequential([
    keras.layers.Dense(16, activation="relu", input_shape=(4,)),
    keras.layers.Dense(1, activation="sigmoid"),
])
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=10)
`,
    limits:
      'Only the output of a model is looked at, not attention scores inside it. Silent where the number of units or the axis of the softmax is not known.',
    fixSafety:
      'Sigmoid is safe for two classes; with a squared error the loss is changed too, which is not. Dropping the activation for a regression is offered as unsafe unless the labels are known to be continuous.',
    probe:
      'Trains both versions on a two-class task of the same shape and compares accuracy with chance. Measured in Keras: 50% against 95%, 5 of 5 runs.',
    references: ['https://keras.io/api/layers/activations/#softmax-function', 'https://doi.org/10.1145/3411764.3445538'],
  },
  check(context, report) {
    for (const one of headsOf(context)) {
      const { run, head } = one;
      if (!isSingleUnit(run, head) || !always(head.activation, (name) => name === 'softmax')) continue;
      if (!overClasses(one)) continue;
      const shared = {
        at: activationPlace(run, head),
        cause: headCause(run, head),
        related:
          head.loss.kind === 'known'
            ? [{ place: head.loss.value.place, message: 'the loss that compares this output with the labels' }]
            : [],
        fixes: fixesFor(context, one),
        experiment: { kind: 'train', run: run.id },
      } as const;
      const loss = valueOf(head.loss);
      if (loss && loss.name !== 'custom') report({ message: 'constant', data: { loss: lossTitle(loss) }, ...shared });
      else report({ message: 'constantOnly', ...shared });
    }
  },
});

/** A Softmax layer may run over another axis than the units. */
function overClasses({ run, head }: HeadInRun): boolean {
  const node = run.model.nodes[head.output];
  const axis = node?.kind === 'layer' && node.layer.type === 'Softmax' ? node.layer.arguments.axis : undefined;
  return axis === undefined || always(axis, (value) => value === -1);
}

function fixesFor(context: RuleContext, one: HeadInRun) {
  const { run, head } = one;
  const kind = labelKindOf(head)?.kind;
  if (isLoss(head, regressionLosses) && !countsAnswers(run) && kind !== 'binary') {
    const title = 'Remove softmax, so that the output can take any value';
    return [activationFix(context, one, 'linear', kind === 'continuous' ? 'safe' : 'unsafe', title)];
  }
  const sigmoid = activationFix(context, one, 'sigmoid', 'safe', 'Use sigmoid, the activation for one unit and two classes');
  if (!isLoss(head, regressionLosses)) return [sigmoid];
  // Sigmoid with a squared error would be the next mistake in line.
  const loss = changeLoss(context, head, 'binary_crossentropy');
  const title = 'Use sigmoid and binary_crossentropy, the pair for one unit and two classes';
  const safety = kind === 'binary' ? ('safe' as const) : ('unsafe' as const);
  return [sigmoid && loss && { title, edits: [...sigmoid.edits, loss], safety }];
}
