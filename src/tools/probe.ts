import { withProvenFixes } from '../lint/proof';
import { untestedVerdict } from '../plan/outcome';
import { defaultLimits, semanticsOf, type Limits } from '../plan/plan';
import { testExperiment } from '../plan/run';
import { modelsOf, placeOfSubject, planSubject, runOfSubject, type Subject } from '../plan/subject';
import { describeVerdict } from '../plan/words';
import { locate } from '../text/located';
import { file } from './check';
import { optional, text, whole, yesNo } from './input';
import { defineTool, ToolError } from './tool';
import { block, placeText, readFile } from './words';
import type { FileRead, ToolWorld } from './world';

/** Each takes seconds; a client gives up after a minute or so. */
const MOST_SUBJECTS = 4;

export const probe = defineTool({
  name: 'loss_probe_probe',
  title: 'Test a finding',
  description:
    "Proves or refutes findings of loss_probe_check: rebuilds the model and trains it for some seconds as written and with each fix, on made-up data of the same shape, and compares. With models=true it asks instead whether each model, unchanged, can learn at all. Does not run the person's code. Says what is not testable, and why.",
  fields: {
    file,
    rule: optional(text('Only findings of this rule, such as mse-for-classification.')),
    line: optional(whole('Only findings on this line, counted from 1; in a notebook within its cell.', 1, 1_000_000)),
    models: optional(yesNo('Test the models as they are instead of the findings. Default: false.')),
    runs: optional(whole('Independent runs of each version. Default: 5.', 1, 20)),
    data: optional(
      yesNo(
        'Train on rows of the data files that the program names, in place of made-up data. Ask the person first. Default: false.',
      ),
    ),
  },
  async answer({ file: path, rule, line, models, runs, data }, world) {
    if (rule !== undefined && !world.rules.some(({ id }) => id === rule)) throw new ToolError(`There is no rule ${rule}.`);
    if (models === true && rule !== undefined) throw new ToolError('Give either "rule" or "models", not both.');
    const read = await readFile(world, path, data === true);
    const subjects = subjectsOf(read, models === true).filter((subject) => isChosen(read, subject, rule, line));
    if (subjects.length === 0) {
      const what = models === true ? 'model that is compiled or trained' : 'finding';
      return `${read.source.id}: nothing to test: no such ${what} there. ${read.note ?? ''}`.trimEnd();
    }
    const limits =
      runs === undefined ? defaultLimits : { ...defaultLimits, seeds: runs, extendTo: Math.max(runs, defaultLimits.extendTo) };
    const answers: string[] = [];
    for (const subject of subjects.slice(0, MOST_SUBJECTS)) answers.push(await testOne(read, subject, limits, world));
    const left = subjects
      .slice(MOST_SUBJECTS)
      .map((subject) => `${titleOf(subject)} at ${placeText(read, placeOfSubject(subject))}`);
    const refused = typeof read.files === 'string' ? [`${read.files} Made-up data was taken.`] : [];
    return [read.source.id, ...answers, ...block('Not tested (name a rule or a line to test them)', left), ...refused].join('\n');
  },
});

const subjectsOf = ({ program, findings }: FileRead, models: boolean): readonly Subject[] =>
  models
    ? modelsOf(program).map((run): Subject => ({ kind: 'model', run }))
    : findings.map((finding): Subject => ({ kind: 'finding', finding }));

function isChosen({ source, sources }: FileRead, subject: Subject, rule?: string, line?: number): boolean {
  if (rule !== undefined && !(subject.kind === 'finding' && subject.finding.rule === rule)) return false;
  if (line === undefined) return true;
  const place = placeOfSubject(subject);
  const within = sources.get(place.source);
  const at = within && locate(within, place);
  return at !== undefined && place.source === source.id && at.start.line < line && line - 1 <= at.end.line;
}

const titleOf = (subject: Subject): string =>
  subject.kind === 'finding' ? subject.finding.rule : `can ${subject.run.model.name} learn?`;

async function testOne(read: FileRead, subject: Subject, limits: Limits, world: ToolWorld): Promise<string> {
  const proven: Subject =
    subject.kind === 'model'
      ? subject
      : { kind: 'finding', finding: withProvenFixes(read.reading, subject.finding, read.relint) };
  const files = typeof read.files === 'string' ? undefined : read.files;
  const planned = planSubject(proven, read, limits, files);
  const finding = proven.kind === 'finding' ? proven.finding : undefined;
  const tested =
    planned.kind === 'experiment'
      ? await testExperiment(planned.experiment, world.train)
      : { verdict: untestedVerdict(planned, semanticsOf(runOfSubject(subject, read.program))), experiment: undefined };
  const { title, lead, sentences, assumptions } = describeVerdict(tested.verdict, finding, tested.experiment);
  return [
    `${placeText(read, placeOfSubject(subject))} ${titleOf(subject)}: ${[`${title}.`, lead, ...sentences].filter((one) => one !== '').join(' ')}`,
    ...block('  Assumed', assumptions, 5).map((text_) => `  ${text_}`),
  ].join('\n');
}
