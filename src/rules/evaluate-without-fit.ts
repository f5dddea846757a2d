import { insertLinesBefore, nameAt, textOf } from '../edits/edits';
import { valueOf } from '../facts/fact';
import type { ModelUse } from '../facts/training';
import { defineRule, type RuleContext } from './define';
import { classification } from './support/examples';
import { samePlace } from '../text/place';
import { fixOf } from './support/fixes';

export default defineRule({
  id: 'evaluate-without-fit',
  group: 'training',
  severity: 'error',
  evidence: { measured: 'certain', exception: 'information where the model only predicts, as examples of shapes do' },
  symptoms: ['chance-accuracy'],
  messages: {
    measured:
      '{model} is evaluated with the weights it was made with: nothing in this program fits it or loads weights into it. The result is that of random guessing.',
    predicted:
      '{model} is compiled and predicts, and nothing in this program fits it or loads weights into it. Its predictions come from random weights.',
  },
  docs: {
    summary: 'A model is evaluated or predicts and was never trained.',
    why: `compile only says how a model will be trained. Until fit has run (or weights were loaded) the weights are random numbers, and so is whatever the model
says. In notebooks the cell with fit is easily lost; in scripts the new model is easily evaluated in place of the trained one.`,
    bad: classification({
      fit: `print(model.evaluate(x, y))
#     ^^^^^^^^^^^^^^^^^^^^ evaluate-without-fit`,
    }),
    good: classification({
      fit: `model.fit(x, y, epochs=20)
print(model.evaluate(x, y))`,
    }),
    limits:
      'Error for evaluate, information for predict of a compiled model; predict of made-up numbers and a model that is not compiled is left alone, as examples of shapes do it. Silent for eight samples or fewer, where any layer of the model is trained anywhere in the program, before or after, where weights are loaded or assigned, in programs with gradient tapes or sessions, and where the model is handed to code that was not read.',
    fixSafety: 'Unsafe: the number of epochs is a guess. Only offered where evaluate gets the data by name.',
    probe: 'Not trained: without fit nothing can be learned.',
    references: ['https://keras.io/api/models/model_training_apis/'],
  },
  check(context, report) {
    const seen = new Set<string>();
    for (const use of context.program.uses) {
      if (use.weights !== 'initial' || !use.compile || !use.heads.some(({ loss }) => loss.kind === 'known')) continue;
      const evaluates = use.method.startsWith('evaluate') || use.method === 'test_on_batch';
      if (isTrial(use, evaluates) || isTrainedElsewhere(context, use)) continue;
      // One model, one message: the first evaluation, else the first prediction.
      const key = JSON.stringify(use.model.place);
      const better = !evaluates && context.program.uses.some((one) => isSameModel(one, use) && one.method.startsWith('evaluate'));
      if (better || seen.has(key)) continue;
      seen.add(key);
      report({
        message: evaluates ? 'measured' : 'predicted',
        severity: evaluates ? 'error' : 'information',
        at: use.call.place,
        data: { model: `\`${use.model.name}\`` },
        related: [{ place: use.compile.place, message: 'compiled here' }],
        fixes: [evaluates ? fitBefore(context, use) : undefined],
        experiment: { kind: 'none', reason: 'without fit nothing can be learned' },
      });
    }
  },
});

/** A model of the same maker is trained: the first one is looked at as it starts. */
const isTrainedElsewhere = ({ program }: RuleContext, use: ModelUse): boolean =>
  program.runs.some(({ model, loop }) => loop.kind !== 'none' && samePlace(model.place, use.model.place));

/** Made-up numbers, or a handful of samples, show the shape of what comes out; nobody looks at the values. */
const isTrial = ({ inputs }: ModelUse, evaluates: boolean): boolean =>
  inputs.some(({ shape }) => (valueOf(shape)?.[0] ?? Infinity) <= 8) ||
  (!evaluates &&
    inputs.some(({ origins }) => origins.length > 0 && origins.every(({ kind }) => kind === 'random' || kind === 'sequence')));

const isSameModel = (a: ModelUse, b: ModelUse): boolean =>
  a.model.place.source === b.model.place.source && a.model.place.start === b.model.place.start;

/** Puts `model.fit(x, y, epochs=10)` before, with what evaluate gets. */
function fitBefore(context: RuleContext, { call, method }: ModelUse) {
  const given = call.arguments.slice(0, 2);
  const written = given.map(({ value }) => textOf(context, value));
  const receiver = call.receiver && nameAt(context, call.receiver);
  const named = receiver !== undefined && given.every(({ form }) => form?.kind === 'name');
  // A held-out part is not for training.
  if (!named || written.length !== 2 || method !== 'evaluate' || written.some((text) => /test|val/i.test(text))) return undefined;
  const line = `${receiver}.fit(${written.join(', ')}, epochs=10)`;
  return fixOf(`Fit the model before: ${line}`, 'unsafe', insertLinesBefore(context, call.place, [line]));
}
