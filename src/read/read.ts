import type { Module } from '../python/ast';
import type { SourceId } from '../text/place';
import type { Sources } from '../text/source';
import { buildProgram } from './runs/program';
import { interpret } from './python/run';
import type { TrainingProgram } from '../facts/training';

/** Everything interpretation may look at; the host has loaded and parsed the import closure of `entry` beforehand. */
export interface ProgramInput {
  readonly entry: SourceId;
  readonly sources: Sources;
  readonly modules: ReadonlyMap<SourceId, Module>;
  /** The text that `import module` (level 0) or `from ..module import x` (level 2) in `from` refers to, if it is in play. */
  readonly resolve: (from: SourceId, module: string, level: number) => SourceId | undefined;
}

/** Reads the training program of one script or notebook. Never throws; ends within bounded steps. */
export function readProgram(input: ProgramInput): TrainingProgram {
  return buildProgram(interpret(input));
}
