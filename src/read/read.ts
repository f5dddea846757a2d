import type { TrainingProgram } from '../facts/training';
import { guests } from './guests';
import type { ProgramInput } from './python/input';
import { interpret } from './python/run';
import { buildProgram } from './runs/program';

export type { ProgramInput } from './python/input';

/** Reads the training program of one script or notebook. Never throws; ends within bounded steps. */
export function readProgram(input: ProgramInput): TrainingProgram {
  return buildProgram(interpret(input, guests));
}
