import type { Place } from '../text/place';
import type { TrainingRun } from './training';

/** Where a run is compiled, or else trained. */
export function placeOfRun({ compile, loop, model }: TrainingRun): Place {
  if (compile !== undefined) return compile.place;
  return loop.kind === 'fit' ? loop.call.place : loop.kind === 'none' ? model.place : loop.place;
}
