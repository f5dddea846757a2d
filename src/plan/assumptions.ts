/** What a result takes for granted, in the open: whose data, whose Keras, what was made smaller, what decided. */
import { stepsAsked, type Experiment, type Semantics } from '../experiment/experiment';
import type { Verdict } from '../experiment/verdict';
import { grouped, metricName, plural } from './numbers';

const backendName = ({ backend, keras }: Semantics): string => {
  switch (backend) {
    case 'keras-tensorflow':
      return `Keras ${keras} on TensorFlow: cross-entropies see the logits behind softmax and sigmoid`;
    case 'keras-jax':
      return `Keras ${keras} on JAX: losses see exactly what the last layer returns`;
    case 'keras-torch':
      return `Keras ${keras} on PyTorch: losses see exactly what the last layer returns`;
    case 'tensorflow-raw':
      return 'plain TensorFlow operations: losses see exactly what they are handed';
  }
};

const engineName: Readonly<Record<Verdict['engine']['backend'], string>> = {
  wasm: 'WebAssembly',
  cpu: 'plain JavaScript',
  tensorflow: 'native TensorFlow',
  none: '',
};

const told = (value: number | string): string => (typeof value === 'number' ? grouped(value) : value);

/** One line each. Empty details (nothing was trained) are left out. */
export function assumptionsOf(verdict: Verdict, experiment?: Experiment): readonly string[] {
  const { data, judging } = verdict;
  const lines: string[] = [];
  const trained = verdict.evidence === 'trained' || verdict.evidence === 'one-step';
  if (trained) lines.push(dataLine(verdict));
  if (trained && experiment?.data.notOwn !== undefined) lines.push(`Your own data was not used: ${experiment.data.notOwn}.`);
  lines.push(`Assumed: ${backendName(verdict.semantics)}.`);
  if (!trained) return lines;
  for (const { what, from, to } of data.reductions)
    lines.push(`Made smaller so that the test ends soon: ${what}, ${told(from)} in your code, ${told(to)} here.`);
  for (const { what, value } of experiment?.data.assumed ?? [])
    lines.push(`Not known from the code, taken here: ${told(value)} ${what}.`);
  const omitted = experiment?.data.omitted ?? [];
  if (omitted.length > 0) lines.push(`Left out here: ${omitted.join(', ')} (augmentation changes pictures in training only).`);
  if (experiment?.leftOut !== undefined)
    lines.push(`Left out here, so that nothing is said about it: ${experiment.leftOut.join(', ')}.`);
  const where = judging.on === 'held-out' ? 'held-out samples' : 'the training samples';
  const meaning = judging.metric === 'r2' ? ' (1 is perfect, 0 no better than always answering the mean)' : '';
  const runs = Math.max(0, ...verdict.arms.map((arm) => arm.runs.length));
  const steps = verdict.arms.map((arm) => arm.stepsPerRun);
  const most = Math.max(0, ...steps);
  const length = verdict.evidence === 'one-step' ? 'the first training step' : plural(most, 'training step');
  lines.push(
    `${plural(runs, 'run')} of ${verdict.arms.length === 1 ? 'the model' : 'each version'}, ${length} each; ${metricName[judging.metric]} on ${where} decides${meaning}.`,
  );
  if (experiment !== undefined && verdict.evidence === 'trained' && runs < experiment.seeds.count)
    lines.push(`Only ${plural(runs, 'run')} of ${grouped(experiment.seeds.count)} ended in the time there was.`);
  if (experiment?.stepsAsWritten !== undefined) {
    lines.push(
      `Trained longer than written: in the ${plural(experiment.stepsAsWritten, 'step')} your program makes, ${verdict.arms.length === 1 ? 'it did not learn' : 'neither version learned'}.`,
    );
  }
  if (experiment !== undefined) {
    const shorter = experiment.arms.find(({ fit }) => stepsAsked(fit, data.samples) > experiment.budget.steps);
    // Of a program with more samples the epochs here are shorter, and more: only the steps are its own.
    if (shorter !== undefined && most > 0)
      lines.push(
        `Your program trains longer: it asks for about ${plural(Math.round(stepsAsked(shorter.fit, data.samples)), 'step')}.`,
      );
  }
  if (verdict.engine.backend !== 'none')
    lines.push(
      verdict.engine.computed?.by === 'plan'
        ? 'Rebuilt and trained by a plan compiled for the model (WebAssembly), which is checked against TensorFlow.js; your code was not run.'
        : `Rebuilt and trained in TensorFlow.js ${verdict.engine.version} (${engineName[verdict.engine.backend]}); your code was not run.`,
    );
  return lines;
}

function dataLine({ data }: Verdict): string {
  if (data.kind === 'own')
    return `Your own data: ${plural(data.samples, 'row')} of ${data.file} to train on and ${grouped(data.heldOut)} held out, chosen anew in each run.`;
  const task = data.teacher === 'linear' ? 'a straight line can solve it' : 'a straight line cannot solve it';
  return `Made-up data, shaped and scaled like yours, with something to learn in it (${task}): ${plural(data.samples, 'training sample')} and ${grouped(data.heldOut)} held-out.`;
}
