import type { BackendChoice, Verdict } from '../../experiment/verdict';
import type { Finding } from '../../finding/finding';
import { lint } from '../../lint/lint';
import { untestedVerdict } from '../../plan/outcome';
import { defaultLimits, semanticsOf } from '../../plan/plan';
import { testExperiment } from '../../plan/run';
import { modelsOf, placeOfSubject, planSubject, runOfSubject, type Subject } from '../../plan/subject';
import { ownPaths, type OwnFiles } from '../../plan/own/own-data';
import { describeVerdict, type Words } from '../../plan/words';
import { placeOfRun } from '../../facts/run-place';
import { rules } from '../../rules/index';
import type { Place } from '../../text/place';
import type { Source } from '../../text/source';
import { findingJson } from '../format/json';
import { probeText } from '../format/probe';
import { locate } from '../../text/located';
import { readOwnFiles } from '../own-files';
import { warn, write } from '../output';
import { paintFor } from '../paint';
import { openWorkerRunner } from '../probe-worker';
import { projectRoot, readConfig, shown } from '../project';
import { loadParser } from '../python-parser';
import { createReader, type Reader, type ReadScript } from '../reading';
import { UsageError } from '../usage';

export interface ProbeFlags {
  readonly rule?: string;
  /** Counted from 1. */
  readonly line?: number;
  readonly seeds?: number;
  /** The unchanged models instead of the findings. */
  readonly baseline: boolean;
  readonly backend: BackendChoice;
  /** The user's own files in place of made-up data; left out: where the program names some. */
  readonly data?: boolean;
  readonly format: 'text' | 'json';
}

/** One tested finding, or a model tested by itself. */
export interface Probed {
  readonly subject: Subject;
  readonly source: Source;
  readonly verdict: Verdict;
  readonly words: Words;
}

export async function runProbe(file: string, flags: ProbeFlags): Promise<void> {
  if (flags.rule !== undefined && !rules.some(({ id }) => id === flags.rule))
    throw new UsageError(`There is no rule ${flags.rule}.`);
  const root = projectRoot(file, false);
  const reader = createReader(await loadParser(), root);
  const { script, error } = await reader.read(file);
  if (!script) throw new UsageError(`${shown(file)}: ${error}`);
  if (script.note !== undefined) warn(`${shown(file)}: ${script.note}\n`);
  if (flags.baseline && flags.rule !== undefined)
    throw new UsageError('--baseline tests models and --rule findings: give one of the two.');
  const subjects = flags.baseline ? chosenModels(script, flags) : chosenFindings(script, root, flags);
  const paths = flags.data === false ? [] : ownPaths(script.program);
  const files = flags.data === true || paths.length > 0 ? readOwnFiles(paths, file, root) : undefined;
  const probes = await test(subjects, script, reader, flags, files, flags.baseline ? findingsOf(script, root) : []);
  write(
    flags.format === 'json' ? probeJson(file, probes) : probeText(shown(file), probes, paintFor(process.stdout, process.env)),
    flags.format,
  );
}

const chosenModels = (script: ReadScript, { line }: ProbeFlags): readonly Subject[] =>
  modelsOf(script.program)
    .map((run): Subject => ({ kind: 'model', run }))
    .filter((subject) => isOnLine(script, placeOfSubject(subject), line));

const chosenFindings = (script: ReadScript, root: string, { rule, line }: ProbeFlags): readonly Subject[] =>
  findingsOf(script, root)
    .filter((finding) => isOnLine(script, finding.place, line) && (rule === undefined || finding.rule === rule))
    .map((finding): Subject => ({ kind: 'finding', finding }));

function findingsOf(script: ReadScript, root: string): readonly Finding[] {
  const known = rules.map(({ id }) => id);
  const { config, problems } = readConfig(root, known);
  const { source, program, sources } = script;
  const result = lint({ program, sources, entry: source.id, rules }, config);
  for (const problem of [...problems, ...result.problems]) warn(`${problem}\n`);
  return result.findings;
}

function isOnLine({ source, sources }: ReadScript, place: Place, line: number | undefined): boolean {
  if (line === undefined) return true;
  const within = sources.get(place.source);
  const at = within && locate(within, place);
  return at !== undefined && place.source === source.id && at.start.line < line && line - 1 <= at.end.line;
}

/** Tests one after the other; whatever cannot be tested has a verdict that says why. */
async function test(
  subjects: readonly Subject[],
  script: ReadScript,
  reader: Reader,
  { seeds, backend }: ProbeFlags,
  files: OwnFiles | undefined,
  findings: readonly Finding[],
): Promise<readonly Probed[]> {
  const limits =
    seeds === undefined ? defaultLimits : { ...defaultLimits, seeds, extendTo: Math.max(seeds, defaultLimits.extendTo) };
  const runner = openWorkerRunner({ backend });
  const probes: Probed[] = [];
  try {
    for (const subject of subjects) {
      const finding = subject.kind === 'finding' ? subject.finding : undefined;
      const { program, sources } = script;
      const reread = (changed: typeof sources): typeof program => reader.reread(script, changed);
      const planned = planSubject(subject, { program, sources, findings, reread }, limits, files);
      const source = script.sources.get(placeOfSubject(subject).source) ?? script.source;
      if (planned.kind === 'not-testable') {
        const verdict = untestedVerdict(planned, semanticsOf(runOfSubject(subject, program)));
        probes.push({ subject, source, verdict, words: describeVerdict(verdict, finding) });
      } else {
        const { verdict, experiment } = await testExperiment(planned.experiment, (one) => runner.start(one).result);
        probes.push({ subject, source, verdict, words: describeVerdict(verdict, finding, experiment) });
      }
    }
  } finally {
    runner.dispose();
  }
  return probes;
}

function probeJson(file: string, probes: readonly Probed[]): string {
  const document = {
    version: 1,
    file: shown(file),
    probes: probes.map(({ subject, source, verdict, words }) => ({
      finding: subject.kind === 'finding' ? findingJson(subject.finding, source) : null,
      ...(subject.kind === 'model' && {
        model: { name: subject.run.model.name, range: locate(source, placeOfRun(subject.run)) },
      }),
      verdict,
      words,
    })),
  };
  return JSON.stringify(document, null, 2) + '\n';
}
