import type { Finding } from '../../finding/finding';
import { valueOf } from '../../facts/fact';
import { widthOf } from '../../rules/support/graph';
import type { Head, TrainingProgram, TrainingRun } from '../../facts/training';
import type { Source } from '../../text/source';
import type { Checked, CheckedFile } from '../check';
import { locate } from '../../text/located';

/** The JSON of `check`; docs/cli.md describes it. */
export function checkJson({ files, problems }: Checked): string {
  const document = { version: 1, files: files.map(fileJson), ...(problems.length > 0 && { problems }) };
  return JSON.stringify(document, null, 2) + '\n';
}

function fileJson({ path, error, note, source, findings, programs, fixed, unsettled }: CheckedFile): object {
  if (!source) return { path, ...(error !== undefined && { error }), findings: [], programs: [] };
  return {
    path,
    ...(note !== undefined && { note }),
    findings: findings.map((finding) => findingJson(finding, source)),
    programs: programs.map((program) => ({ compiles: compilesOf(program, source) })),
    ...(fixed.length > 0 && { fixed }),
    ...(unsettled !== undefined && { unsettled }),
  };
}

export function findingJson({ rule, severity, message, place, fixes }: Finding, source: Source): object {
  return { rule, severity, message, range: locate(source, place), fixes: fixes.map(({ title, safety }) => ({ title, safety })) };
}

/** Every `compile` call of the script itself, once. */
function compilesOf({ runs }: TrainingProgram, source: Source): readonly object[] {
  const calls = new Map<number, TrainingRun>();
  for (const run of runs) {
    if (run.compile?.place.source === source.id && !calls.has(run.compile.place.start)) calls.set(run.compile.place.start, run);
  }
  return [...calls.values()].map((run) => ({
    line: run.compile ? locate(source, run.compile.place).start.line : 0,
    resolved: isResolved(run),
    loss: textOr(run.heads, (head) => valueOf(head.loss)?.name),
    optimizer: valueOf(run.optimizer)?.type ?? null,
    head: textOr(run.heads, (head) => headTitle(run, head)),
  }));
}

/** Head, loss and optimizer were all understood. A width that the program takes from its data (`len(classes)`) is understood as such. */
export const isResolved = (run: TrainingRun): boolean =>
  run.optimizer.kind !== 'unknown' &&
  run.heads.length > 0 &&
  run.heads.every(
    ({ loss, activation, units }) =>
      loss.kind !== 'unknown' && activation.kind !== 'unknown' && (units.kind !== 'unknown' || units.reason === 'dynamic'),
  );

function textOr(heads: readonly Head[], text: (head: Head) => string | undefined): string | null {
  const texts = heads.map(text);
  return texts.length > 0 && texts.every((one) => one !== undefined) ? texts.join(', ') : null;
}

/** `Dense(1, sigmoid)` */
function headTitle(run: TrainingRun, head: Head): string | undefined {
  const node = run.model.nodes[head.weights ?? head.output];
  const activation = valueOf(head.activation);
  if (!node || activation === undefined) return undefined;
  const units = valueOf(head.units) ?? widthOf(node);
  const type = node.kind === 'layer' ? node.layer.type : node.kind;
  return `${type}(${[units, activation].filter((part) => part !== undefined).join(', ')})`;
}
