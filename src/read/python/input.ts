import type { Module } from '../../python/ast';
import type { SourceId } from '../../text/place';
import type { Sources } from '../../text/source';

/** Everything interpretation may look at; the host has loaded and parsed the import closure of `entry` beforehand. */
export interface ProgramInput {
  readonly entry: SourceId;
  readonly sources: Sources;
  readonly modules: ReadonlyMap<SourceId, Module>;
  /** The text that `import module` (level 0) or `from ..module import x` (level 2) in `from` refers to, if it is in play. */
  readonly resolve: (from: SourceId, module: string, level: number) => SourceId | undefined;
}
