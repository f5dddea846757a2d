import type { Finding } from '../finding/finding';
import type { TrainingProgram } from '../facts/training';
import { applyEdits } from '../text/edit';
import type { Source, Sources } from '../text/source';
import type { FixedProgram } from './plan';

/** What the program reads like after each fix of the finding, applied alone. `read` reads changed texts. */
export function fixedPrograms(
  finding: Finding,
  sources: Sources,
  read: (sources: Sources) => TrainingProgram,
): readonly FixedProgram[] {
  return finding.fixes.map((fix) => {
    const changed = new Map<string, Source>(sources);
    for (const id of new Set(fix.edits.map(({ place }) => place.source))) {
      const source = sources.get(id);
      if (source) changed.set(id, { ...source, text: applyEdits(id, source.text, fix.edits) });
    }
    return { title: fix.title, program: read(changed) };
  });
}
