import { resolve } from 'node:path';
import type { Experiment } from '../../experiment/experiment';
import type { Verdict } from '../../experiment/verdict';
import type { Finding } from '../../finding/finding';
import { lint } from '../../lint/lint';
import { fixedPrograms } from '../../plan/fixes';
import { untestedVerdict } from '../../plan/outcome';
import { defaultLimits, planBaseline, planFinding, semanticsOf, type Limits } from '../../plan/plan';
import type { TrainingRun } from '../../program/training';
import { rules } from '../../rules/index';
import { probeJson, probeText } from '../format/probe';
import { locate } from '../locate';
import { paintFor } from '../paint';
import { openWorkerRunner } from '../probe-worker';
import { projectRoot, readConfig, shown } from '../project';
import { loadParser } from '../python-parser';
import { createReader, type ReadScript } from '../reading';
import { UsageError } from '../usage';

export interface ProbeFlags {
  readonly rule?: string;
  readonly line?: number;
  readonly seeds?: number;
  readonly format: 'text' | 'json';
}

/** One probe: of a finding, or of a model as it is where nothing was found. */
export interface Probed {
  readonly finding?: Finding | undefined;
  readonly run?: TrainingRun | undefined;
  readonly experiment?: Experiment | undefined;
  readonly verdict: Verdict;
}

export async function runProbe(file: string, flags: ProbeFlags): Promise<void> {
  if (flags.rule !== undefined && !rules.some(({ id }) => id === flags.rule)) {
    throw new UsageError(`There is no rule ${flags.rule}; "loss-probe rules" lists them.`);
  }
  const root = projectRoot(resolve(file), false);
  const reader = createReader(await loadParser(), root);
  const { script, error } = await reader.read(file);
  if (!script) throw new UsageError(`${shown(file)}: ${error}`);
  const { config, problems } = readConfig(
    root,
    rules.map(({ id }) => id),
  );
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  const { findings } = lint({ program: script.program, sources: script.sources, entry: script.source.id, rules }, config);
  const wanted = findings.filter((finding) => isWanted(script, finding, flags));
  const limits: Limits =
    flags.seeds === undefined
      ? defaultLimits
      : { ...defaultLimits, seeds: flags.seeds, extendTo: Math.max(flags.seeds, defaultLimits.extendTo) };
  const runner = openWorkerRunner();
  try {
    const probed: Probed[] = [];
    for (const finding of wanted) {
      const run = script.program.runs.find(({ id }) => finding.experiment.kind === 'train' && id === finding.experiment.run);
      const fixed = fixedPrograms(finding, script.sources, (sources) => reader.reread(script, sources));
      const planned = planFinding(script.program, finding, fixed, limits);
      probed.push(await settle(planned, run, finding));
    }
    if (wanted.length === 0 && flags.rule === undefined && flags.line === undefined) {
      for (const run of script.program.runs) probed.push(await settle(planBaseline(run, limits), run, undefined));
    }
    const print =
      flags.format === 'json'
        ? probeJson(shown(file), script, probed)
        : probeText(shown(file), script, probed, paintFor(process.stdout, process.env));
    process.stdout.write(print);
  } finally {
    runner.dispose();
  }

  async function settle(
    planned: ReturnType<typeof planBaseline>,
    run: TrainingRun | undefined,
    finding: Finding | undefined,
  ): Promise<Probed> {
    if (planned.kind === 'not-testable') return { finding, run, verdict: untestedVerdict(planned, semanticsOf(run)) };
    const { experiment } = planned;
    return { finding, run, experiment, verdict: await runner.start(experiment).result };
  }
}

function isWanted({ source }: ReadScript, finding: Finding, { rule, line }: ProbeFlags): boolean {
  if (finding.place.source !== source.id) return false;
  if (rule !== undefined && finding.rule !== rule) return false;
  if (line === undefined) return true;
  const { start, end } = locate(source, finding.place);
  return start.line <= line - 1 && line - 1 <= end.line;
}
