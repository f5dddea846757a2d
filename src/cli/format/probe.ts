import type { ArmResult, Verdict } from '../../experiment/verdict';
import { describeVerdict } from '../../plan/words';
import type { Probed } from '../commands/probe';
import { locate, positionTitle } from '../locate';
import type { Paint } from '../paint';
import type { ReadScript } from '../reading';
import { findingJson } from './json';
import { wrap } from './text';

/** The contract is docs/cli.md. */
export function probeJson(path: string, { source }: ReadScript, probed: readonly Probed[]): string {
  const probes = probed.map(({ finding, verdict, experiment }) => {
    const { title, lead, sentences, assumptions } = describeVerdict(verdict, finding, experiment);
    return { finding: finding ? findingJson(finding, source) : null, words: { title, lead, sentences, assumptions }, verdict };
  });
  return `${JSON.stringify({ version: 1, file: path, probes }, null, 2)}\n`;
}

export function probeText(path: string, script: ReadScript, probed: readonly Probed[], paint: Paint): string {
  if (probed.length === 0) return `${path}: nothing to test: no finding matches, or no training run was found.\n`;
  return `${probed.map((one) => probedText(path, script, one, paint)).join('\n\n')}\n`;
}

function probedText(path: string, { source }: ReadScript, { finding, run, verdict, experiment }: Probed, paint: Paint): string {
  const words = describeVerdict(verdict, finding, experiment);
  const place = finding?.place ?? (run && (run.loop.kind === 'fit' ? run.loop.call.place : run.loop.place));
  const where = place?.source === source.id ? `${path}:${positionTitle(locate(source, place))}` : path;
  const subject = finding ? finding.rule : `can ${run?.model.name ?? 'this model'} learn?`;
  const paragraph = [words.lead, ...words.sentences].filter((text) => text !== '').join(' ');
  return [
    `${paint.strong(where)}: ${subject}`,
    `  ${paintTitle(paint, verdict)(words.title)}`,
    ...wrap(paragraph, 100).map((line) => `  ${line}`),
    ...verdict.arms.map((arm) => paint.faint(`  ${armLine(arm, verdict)}`)),
    ...words.assumptions.flatMap((assumption) =>
      wrap(assumption, 98).map((line, i) => paint.faint(`  ${i === 0 ? '-' : ' '} ${line}`)),
    ),
  ].join('\n');
}

function paintTitle(paint: Paint, { outcome }: Verdict): (text: string) => string {
  if (outcome === 'confirmed' || outcome === 'does-not-learn') return paint.error;
  if (outcome === 'not-reproduced' || outcome === 'learns') return paint.good;
  return paint.warning;
}

/** The figures of one version: metric of every run, loss from start to end in the median. */
function armLine({ title, runs, median, stepsPerRun, nanRuns }: ArmResult, { judging, engine }: Verdict): string {
  const metrics = runs.map(({ metric }) => (metric === null ? 'NaN' : metric.toFixed(3))).join(' ');
  const loss = (value: number | null): string => (value === null ? 'NaN' : value.toPrecision(3));
  const nan = nanRuns > 0 ? `, NaN in ${nanRuns} of ${runs.length}` : '';
  return `${title}: ${judging.metric} ${metrics} (${judging.on}); loss ${loss(median.initialLoss)} -> ${loss(median.finalLoss)} in ${stepsPerRun} steps${nan} [${engine.backend}]`;
}
