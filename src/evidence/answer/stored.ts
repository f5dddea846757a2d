/** The log that a notebook keeps: what its cells printed, each beside the training that stands in the cell. */
import type { TrainingProgram, TrainingRun } from '../../facts/training';
import { cellAt } from '../../text/cells';
import type { Source } from '../../text/source';
import type { CellOutput } from '../log/outputs';
import { readLog } from '../log/read-log';
import type { LogInput } from './answer';

/** Undefined where no output holds a training or a warning of Keras. */
export function storedLog(outputs: readonly CellOutput[], program: TrainingProgram, source: Source): LogInput | undefined {
  const told = outputs
    .map(({ cell, text }) => ({ cell, log: readLog(text), run: runIn(cell, program, source) }))
    .filter(({ log }) => log.fits.length > 0 || log.warnings.length > 0);
  if (told.length === 0) return undefined;
  const runs = told.flatMap(({ log, run }) => log.fits.map(() => run));
  const cells = [...new Set(told.map(({ cell }) => cell + 1))];
  return {
    log: {
      fits: told.flatMap(({ log }) => log.fits),
      warnings: told.flatMap(({ log }) => log.warnings),
      skipped: told.reduce((sum, { log }) => sum + log.skipped, 0),
    },
    name: cells.length === 1 ? `the output of cell ${cells[0] ?? ''}` : 'the stored outputs',
    runOf: (fit) => runs[fit],
  };
}

/** The only training that stands in a cell. */
function runIn(cell: number, { runs }: TrainingProgram, { id, cells }: Source): TrainingRun | undefined {
  const here = runs.filter(({ loop }) => {
    const place = loop.kind === 'fit' ? loop.call.place : loop.kind === 'none' ? undefined : loop.place;
    return place?.source === id && cells !== undefined && cellAt(cells, place.start)?.index === cell;
  });
  return here.length === 1 ? here[0] : undefined;
}
