/**
 * Looks into the files that a program trains on. What was counted there enters the program's facts, so that all rules speak of it; where it
 * cannot be followed from the file to the model, that is said with its reason and nothing changes.
 */
import type { DataFlow } from '../../facts/data';
import type { TrainingProgram, TrainingRun } from '../../facts/training';
import { follower } from '../../plan/own/evaluate';
import { fileName, pathsOf, type OwnFiles } from '../../plan/own/sources';
import { refused, type Refusal } from '../../plan/own/value';
import { contentsOf } from './count';
import { rowsAfter, type Rows } from './numbers';
import { refinedFlow } from './refine';

export interface Looked {
  /** With what was counted in its files. */
  readonly program: TrainingProgram;
  /** Files that were read, by name, with their rows. */
  readonly read: readonly { readonly file: string; readonly rows: number }[];
  /** What could not be looked at, and why: a sentence each. */
  readonly not: readonly string[];
}

export function lookAtData(program: TrainingProgram, files: OwnFiles): Looked {
  const follow = follower(files);
  const known = new Map<DataFlow, DataFlow>();
  const read = new Map<string, number>();
  const not = new Set<string>();
  const rowsOf = (flow: DataFlow): Rows | Refusal | undefined => {
    if (!flow.derivation) return undefined;
    return pathsOf(flow.derivation) === undefined
      ? refused('its path is only known when your code runs')
      : rowsAfter(flow.derivation, follow);
  };
  const refined = (flow: DataFlow, run: TrainingRun, role: 'input' | 'label'): DataFlow => {
    const before = known.get(flow);
    if (before) return before;
    let result = flow;
    const rows = rowsOf(flow);
    const named = flow.derivation ? (pathsOf(flow.derivation) ?? []).map(fileName) : [];
    const file = named.length > 0 ? named.join(' and ') : (flow.name ?? 'the data');
    if (rows?.kind === 'rows') {
      const labels = role === 'input' && !run.traits.autoencoder ? labelRows(run, rowsOf) : undefined;
      result = refinedFlow(flow, rows, contentsOf(rows, file, labels), run, role);
      read.set(file, Math.max(read.get(file) ?? 0, rows.rows));
    } else if (rows) not.add(`${file}: ${rows.reason}`);
    else if (flow.origins.some(({ kind }) => kind === 'file'))
      not.add(
        `${flow.name ?? (role === 'input' ? 'the features' : 'the labels')}: not every step from the file to the model is known`,
      );
    known.set(flow, result);
    return result;
  };
  const runs = program.runs.map((run): TrainingRun => ({
    ...run,
    inputs: run.inputs.map((flow) => refined(flow, run, 'input')),
    heads: run.heads.map((head) => ({
      ...head,
      labels: 'origins' in head.labels ? refined(head.labels, run, 'label') : head.labels,
    })),
    ...(run.validation && {
      validation: {
        ...run.validation,
        inputs: run.validation.inputs.map((flow) => refined(flow, run, 'input')),
        labels: run.validation.labels.map((flow) => refined(flow, run, 'label')),
      },
    }),
  }));
  return {
    program: { ...program, runs, arrays: program.arrays.map((flow) => known.get(flow) ?? flow) },
    read: [...read].map(([file, rows]) => ({ file, rows })),
    not: [...not],
  };
}

/** The labels of a run with one head. */
function labelRows({ heads }: TrainingRun, rowsOf: (flow: DataFlow) => Rows | Refusal | undefined): Rows | undefined {
  const [head, ...others] = heads;
  if (!head || others.length > 0 || !('origins' in head.labels)) return undefined;
  const rows = rowsOf(head.labels);
  return rows?.kind === 'rows' ? rows : undefined;
}
