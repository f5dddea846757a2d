import { textOf } from '../edits/edits';
import { defineRule } from './define';
import { fixOf } from './support/fixes';
import { customLoop } from './support/step-examples';
import { appendToTape, modelText, tapeRuns } from './support/steps';

const layers = `    tf.keras.layers.Dense(16, activation="relu", kernel_regularizer="l2"),
    tf.keras.layers.Dense(1),`;

const step = (more: string): string => `    with tf.GradientTape() as tape:
        loss = loss_fn(y, model(x, training=True))
${more}    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
`;

export default defineRule({
  id: 'regularization-losses-ignored',
  group: 'initialisation',
  severity: 'warning',
  evidence: {
    measured: 'not-measured',
    exception: 'the penalty is certainly never added, so the regularizer that was written has no effect',
  },
  symptoms: [],
  messages: {
    ignored:
      'The {layer} layer has a regularizer, but the loss of this loop never includes model.losses. Outside of fit nobody adds the penalty, so the regularizer does nothing.',
  },
  docs: {
    summary: 'Layers have regularizers, and a custom loop never adds their penalties to the loss.',
    why: `Keras collects the penalties of regularizers in model.losses. fit adds them to the loss; a custom loop has to do it itself, or the weights are not
regularised at all.`,
    bad: customLoop({ layers, step: step('') }).replace(
      'model(x, training=True))\n',
      `model(x, training=True))
        #                 ^^^^^^^^^^^^^^^^^^^^^^^ regularization-losses-ignored
`,
    ),
    good: customLoop({ layers, step: step('        loss += tf.add_n(model.losses)\n') }),
    limits:
      'Silent as soon as the program reads `.losses` of any model or layer, where a method of Keras (compute_loss) computes the loss, and for models whose weights this step does not train.',
    fixSafety: 'Unsafe: the loss that is printed becomes larger by the penalty.',
    probe:
      'Trains without and with the penalties and compares held-out samples. On made-up data, of which there is enough, they rarely help.',
    references: [
      'https://www.tensorflow.org/guide/keras/writing_a_training_loop_from_scratch',
      'https://keras.io/api/layers/regularizers/',
    ],
  },
  check(context, report) {
    const seen = new Set<number>();
    for (const { run, loop } of tapeRuns(context)) {
      const forward = loop.step.forwards.find(({ trained, regularized }) => trained && regularized.length > 0);
      const [layer] = forward?.regularized ?? [];
      if (!forward || !layer || loop.step.addsLosses || !loop.apply || seen.has(forward.place.start)) continue;
      seen.add(forward.place.start);
      const target = loop.gradient?.arguments[0]?.value;
      const loss = target && textOf(context, target);
      const model = modelText(context, loop);
      report({
        message: 'ignored',
        at: forward.place,
        data: { layer: layer.type },
        related: [{ place: layer.place, message: 'the layer with the regularizer' }],
        fixes: [
          loss !== undefined && /^\w+$/.test(loss) && model !== undefined
            ? fixOf(`Add ${model}.losses to the loss`, 'unsafe', appendToTape(context, loop, `${loss} += sum(${model}.losses)`))
            : undefined,
        ],
        experiment: {
          kind: 'train',
          run: run.id,
          patch: { title: 'With the penalties in the loss', change: { kind: 'loop' } },
        },
      });
    }
  },
});
