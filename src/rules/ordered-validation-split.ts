import type { Fix } from '../finding/finding';
import { ensureImport, insertLinesBefore, nameAt } from '../edits/edits';
import type { DataFlow } from '../facts/data';
import { valueOf } from '../facts/fact';
import { argumentOf } from '../edits/edits';
import type { FitCall } from '../facts/training';
import { defineRule, type RuleContext } from './define';
import { fitOf, isAny } from './guards';
import { flowTitle, labelFlow } from './support/data';
import { classification } from './support/examples';

const data = `x = np.random.rand(300, 8)
y = np.concatenate([np.zeros(100), np.ones(100), np.full(100, 2)])
x[:, 0] += y`;

export default defineRule({
  id: 'ordered-validation-split',
  group: 'data',
  severity: 'warning',
  evidence: { measured: 'confirmed' },
  symptoms: ['validation-at-chance'],
  messages: {
    unseen:
      'The rows of {file} come class by class, and validation_split={share} takes the last {percent}% before anything is shuffled: {left}, and validation holds {held}.',
    last: '{labels} come class by class, and validation_split={share} takes the last {percent}% before anything is shuffled. These are of the last classes alone: training sees fewer of them or none, and validation nothing else.',
  },
  docs: {
    summary: 'validation_split cuts off the end of data that is sorted by class.',
    why: `Keras takes the validation samples from the end of the arrays, before it shuffles. Of data sorted by class the end is the last class: the model never trains on it and is
validated on nothing else, so the validation accuracy is at 0 while the training accuracy is high.`,
    bad: classification({
      data,
      fit: `model.fit(x, y, epochs=20, validation_split=0.3)
#                          ^^^^^^^^^^^^^^^^^^^^ ordered-validation-split`,
    }),
    good: classification({
      data: `${data}
order = np.random.permutation(len(x))
x, y = x[order], y[order]`,
      fit: 'model.fit(x, y, epochs=20, validation_split=0.3)',
    }),
    limits:
      'Speaks where the labels are known to come class by class: joined from parts of one class each, repeated, literal, or of a data set that is stored so. Silent after any shuffle.',
    fixSafety: 'Unsafe: the arrays are in another order afterwards.',
    probe: 'Not tested by training: the probe has no validation set of its own.',
    references: ['https://keras.io/api/models/model_training_apis/#fit-method'],
  },
  check(context, report) {
    for (const run of context.program.runs) {
      const loop = fitOf(run);
      const share = loop && valueOf(loop.arguments.validation_split);
      if (!loop || typeof share !== 'number' || share <= 0 || share >= 1) continue;
      if (isAny(run, 'timeSeries', 'reinforcement', 'autoencoder') || run.validation) continue;
      const labels = run.heads.map(labelFlow).find((flow) => valueOf(flow?.order) === 'class-ordered');
      const argument = argumentOf(loop.call, 'validation_split');
      if (!labels || !argument || labels.container === 'dataset' || labels.container === 'generator') continue;
      const unseen = unseenClasses(labels, share);
      if (unseen) {
        report({
          message: 'unseen',
          severity: 'error',
          at: argument.place,
          data: { file: labels.contents?.file ?? '', share, percent: Number((100 * share).toPrecision(3)), ...unseen },
          related: [{ place: labels.place, message: 'labels in the order of their classes' }],
          fixes: [shuffleFirst(context, loop, run.inputs, labels)],
          experiment: { kind: 'none', reason: 'the probe has no validation set of its own' },
        });
        continue;
      }
      report({
        message: 'last',
        at: argument.place,
        data: {
          labels: flowTitle(context, labels, 'The labels'),
          share,
          percent: Number((100 * share).toPrecision(3)),
        },
        related: [{ place: labels.place, message: 'labels in the order of their classes' }],
        fixes: [shuffleFirst(context, loop, run.inputs, labels)],
        experiment: { kind: 'none', reason: 'the probe has no validation set of its own' },
      });
    }
  },
});

/** A class of which less is left for training than can be learned from. */
const LEAST = 0.2;

/** Classes of a file that lie in the validation part, as a whole or nearly so. */
function unseenClasses({ contents }: DataFlow, share: number): { readonly left: string; readonly held: string } | undefined {
  if (!contents?.runs) return undefined;
  const cut = Math.floor(contents.rows * (1 - share));
  const unseen: string[] = [];
  const held: number[] = [];
  let at = 0;
  for (const { value, rows } of contents.runs) {
    const kept = Math.max(0, Math.min(rows, cut - at));
    if (kept <= LEAST * rows) unseen.push(`class ${value} keeps ${kept === 0 ? 'none' : kept} of its ${rows} rows for training`);
    if (at + rows > cut) held.push(value);
    at += rows;
  }
  if (unseen.length === 0) return undefined;
  return {
    left: unseen.slice(0, 3).join(', ') + (unseen.length > 3 ? ` and ${unseen.length - 3} more likewise` : ''),
    held: held.length === 1 ? 'nothing else' : `classes ${held.join(', ')} alone`,
  };
}

/** One permutation for both arrays, on lines of its own. */
function shuffleFirst(context: RuleContext, loop: FitCall, inputs: readonly DataFlow[], labels: DataFlow): Fix | undefined {
  const names = [...inputs, labels].map(({ place }) => nameAt(context, place));
  const [x, y] = names;
  const written = ensureImport(context, loop.call.place.source, 'numpy.random.permutation');
  if (names.length !== 2 || !x || !y || x === y || loop.repeated || !written) return undefined;
  const edit = insertLinesBefore(context, loop.call.place, [
    `order = ${written.name}(len(${x}))`,
    `${x}, ${y} = ${x}[order], ${y}[order]`,
  ]);
  return (
    edit && { title: `Shuffle \`${x}\` and \`${y}\` together before fit`, edits: [...written.edits, edit], safety: 'unsafe' }
  );
}
