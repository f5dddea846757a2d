import type { Verdict } from '../../experiment/verdict';
import type { Finding } from '../../finding/finding';
import { lint } from '../../lint/lint';
import { fixedPrograms } from '../../plan/fixes';
import { untestedVerdict } from '../../plan/outcome';
import { defaultLimits, planFinding, semanticsOf } from '../../plan/plan';
import { testExperiment } from '../../plan/run';
import { describeVerdict, type Words } from '../../plan/words';
import { rules } from '../../rules/index';
import type { Source } from '../../text/source';
import { findingJson } from '../format/json';
import { probeText } from '../format/probe';
import { locate } from '../locate';
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
  readonly format: 'text' | 'json';
}

/** One tested finding. */
export interface Probed {
  readonly finding: Finding;
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
  const findings = chosenFindings(script, root, flags);
  const probes = await test(findings, script, reader, flags.seeds);
  process.stdout.write(
    flags.format === 'json' ? probeJson(file, probes) : probeText(shown(file), probes, paintFor(process.stdout, process.env)),
  );
}

function chosenFindings(script: ReadScript, root: string, { rule, line }: ProbeFlags): readonly Finding[] {
  const known = rules.map(({ id }) => id);
  const { config, problems } = readConfig(root, known);
  const { source, program, sources } = script;
  const result = lint({ program, sources, entry: source.id, rules }, config);
  for (const problem of [...problems, ...result.problems]) process.stderr.write(`${problem}\n`);
  return result.findings.filter((finding) => {
    const within = sources.get(finding.place.source);
    const at = within && locate(within, finding.place);
    const onLine =
      line === undefined ||
      (at !== undefined && finding.place.source === source.id && at.start.line < line && line - 1 <= at.end.line);
    return onLine && (rule === undefined || finding.rule === rule);
  });
}

/** Tests one finding after the other; whatever cannot be tested has a verdict that says why. */
async function test(
  findings: readonly Finding[],
  script: ReadScript,
  reader: Reader,
  seeds: number | undefined,
): Promise<readonly Probed[]> {
  const limits =
    seeds === undefined ? defaultLimits : { ...defaultLimits, seeds, extendTo: Math.max(seeds, defaultLimits.extendTo) };
  const runner = openWorkerRunner();
  const probes: Probed[] = [];
  try {
    for (const finding of findings) {
      const fixed = fixedPrograms(finding, script.sources, (sources) => reader.reread(script, sources));
      const planned = planFinding(script.program, finding, fixed, limits);
      const source = script.sources.get(finding.place.source) ?? script.source;
      if (planned.kind === 'not-testable') {
        const { experiment } = finding;
        const run = experiment.kind === 'train' ? script.program.runs.find(({ id }) => id === experiment.run) : undefined;
        const verdict = untestedVerdict(planned, semanticsOf(run));
        probes.push({ finding, source, verdict, words: describeVerdict(verdict, finding) });
      } else {
        const { verdict, experiment } = await testExperiment(planned.experiment, (one) => runner.start(one).result);
        probes.push({ finding, source, verdict, words: describeVerdict(verdict, finding, experiment) });
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
    probes: probes.map(({ finding, source, verdict, words }) => ({ finding: findingJson(finding, source), verdict, words })),
  };
  return JSON.stringify(document, null, 2) + '\n';
}
