import type { PipelineStep } from '../facts/data';
import { argumentOf, replaceLiteral, replaceText } from '../edits/edits';
import { always, valueOf } from '../facts/fact';
import type { FitCall, TrainingRun } from '../facts/training';
import { defineRule } from './define';
import { pipeline } from './support/examples';
import { fixOf } from './support/fixes';
import { endlessRepeat, samplesOf, stepPlace } from './support/pipelines';
import { fitOf } from './guards';

const dataset = 'train = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(300).batch(32)';

export default defineRule({
  id: 'dataset-steps',
  group: 'training',
  severity: 'error',
  evidence: {
    measured: 'certain',
    exception: 'warning or information where training only stops early or goes on with the next epoch',
  },
  symptoms: [],
  messages: {
    endless:
      'repeat() never ends and fit is not told how many steps make an epoch. The first epoch never finishes (Keras 2 raises).',
    endlessValidation:
      'The validation dataset repeats without end and validation_steps is not given. Training stops at the first validation and never comes back (Keras 2 raises).',
    more: 'steps_per_epoch={steps} asks for {wanted} samples an epoch, and the data has {samples}. Keras {consequence}.',
  },
  docs: {
    summary: 'fit asks a dataset for more steps than it has, or for all of one that never ends.',
    why: `An epoch ends when the dataset does or after steps_per_epoch batches. repeat() without a count has no end, so without steps_per_epoch the first epoch
goes on for ever. A dataset that ends earlier than steps_per_epoch cuts training short.`,
    bad: pipeline({
      dataset,
      fit: `model.fit(train, epochs=10, steps_per_epoch=100)
#                                           ^^^ dataset-steps`,
    }),
    good: pipeline({ dataset, fit: 'model.fit(train, epochs=10)' }),
    limits:
      'Error where repeat() has no count and nothing after it takes a part. Too many steps are a warning with Keras 2, which stops training there, and information with Keras 3, which begins the next epoch; it speaks only where the number of samples and the batch size are known. Generators of unknown length are left alone.',
    fixSafety:
      'Safe: the dataset repeats from epoch to epoch by itself. Removing repeat() is not offered where the dataset is also used elsewhere.',
    probe: 'Not trained: it is a matter of counting.',
    references: ['https://keras.io/api/models/model_training_apis/#fit-method'],
  },
  check({ program }, report) {
    const experiment = { kind: 'none', reason: 'the number of steps is counted, not learned' } as const;
    const seen = new Set<number>();
    const once = (start: number): boolean => !seen.has(start) && seen.add(start).size > 0;
    for (const run of program.runs) {
      const loop = fitOf(run);
      if (!loop || loop.method === 'train_on_batch') continue;
      const endless = endlessRepeat(run.inputs[0]?.pipeline ?? []);
      if (endless && isNotGiven(loop, 'steps_per_epoch') && once(loop.call.place.start))
        report({
          message: 'endless',
          at: argumentOf(loop.call, 'x')?.value ?? loop.call.place,
          related: [{ place: stepPlace(endless), message: 'repeats without end' }],
          fixes: [withoutRepeat(program.runs, endless)],
          experiment,
        });
      const validation = endlessRepeat(run.validation?.inputs[0]?.pipeline ?? []);
      if (run.validation && validation && isNotGiven(loop, 'validation_steps') && once(run.validation.place.start))
        report({
          message: 'endlessValidation',
          at: run.validation.place,
          related: [{ place: stepPlace(validation), message: 'repeats without end' }],
          fixes: [withoutRepeat(program.runs, validation)],
          experiment,
        });
      const fact = loop.arguments.steps_per_epoch;
      const steps = valueOf(fact);
      const batch = valueOf(loop.batchSize);
      const [flow] = run.inputs;
      const samples = samplesOf(flow);
      const at = argumentOf(loop.call, 'steps_per_epoch')?.value;
      if (
        !fact ||
        typeof steps !== 'number' ||
        batch === undefined ||
        samples === undefined ||
        !at ||
        flow?.container === 'generator'
      )
        continue;
      const batches = Math.ceil(samples / batch);
      // `keras.preprocessing` generators, whose elements reach here as arrays, begin again by themselves.
      if (steps <= batches || flow?.pipeline.some(({ method }) => method === 'unbatch') || !isFinite(run) || !once(at.start))
        continue;
      report({
        message: 'more',
        at,
        severity: run.keras.version === 2 ? 'warning' : 'information',
        data: {
          steps,
          wanted: steps * batch,
          samples,
          consequence: run.keras.version === 2 ? 'runs out of data and stops training' : 'cuts the epoch short with a warning',
        },
        fixes: [fixOf(`Set steps_per_epoch to ${batches}`, 'safe', replaceLiteral(fact, String(batches)))],
        experiment,
      });
    }
  },
});

const isNotGiven = (loop: FitCall, parameter: string): boolean =>
  argumentOf(loop.call, parameter)
    ? always(loop.arguments[parameter], (value) => value === null)
    : !loop.call.arguments.some(({ star }) => star > 0);

/** An array, or a chain of `tf.data` methods that starts from arrays. */
const isFinite = ({ inputs, loop }: TrainingRun): boolean =>
  loop.kind === 'fit' &&
  loop.method === 'fit' &&
  inputs.every(({ container, pipeline: chain }) =>
    chain.length === 0 ? container === 'array' : chain.every(({ call }) => call.callee.startsWith('tf.data.')),
  );

/** Takes `.repeat()` away where the dataset feeds this fit only. */
function withoutRepeat(runs: readonly TrainingRun[], repeat: PipelineStep) {
  const users = runs.filter((run) =>
    [...run.inputs, ...(run.validation?.inputs ?? [])].some(({ pipeline: chain }) => chain.includes(repeat)),
  );
  const place = stepPlace(repeat);
  return users.length === 1 ? fixOf('Remove repeat()', 'safe', replaceText({ ...place, start: place.start - 1 }, '')) : undefined;
}
