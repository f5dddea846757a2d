/** What the training loop does to the weights, from what is known of it. */
import { soundUpdate, type Arm, type Experiment, type Update } from '../experiment/experiment';
import type { SemanticPatch } from '../finding/finding';
import { valueOf } from '../program/fact';
import type { LoopAround } from '../program/tape-step';
import type { TapeLoop, TrainingRun } from '../program/training';
import { samePlace } from '../text/place';
import type { PlannedModel } from './model-spec';

export function updateOf(run: TrainingRun, model: PlannedModel): Update {
  const { loop } = run;
  const anew = madeAnew(run);
  switch (loop.kind) {
    case 'tape': {
      const idle = loop.step.forwards.some((forward) => forward.trained && forward.idle.length > 0);
      return {
        ...soundUpdate,
        variables: updatedNodes(loop, model),
        applied: loop.apply !== undefined || loop.escapes,
        ...(anew.optimizer && { optimizerReset: anew.optimizer }),
        ...(idle && { training: false }),
      };
    }
    case 'fit':
      return {
        ...soundUpdate,
        ...(anew.model && { reset: anew.model }),
        ...(anew.optimizer && { optimizerReset: anew.optimizer }),
      };
    case 'session':
    case 'none':
      return soundUpdate;
  }
}

/** The layers whose variables are asked for, where those are only a part. */
function updatedNodes({ step: { variables } }: TapeLoop, { layers }: PlannedModel): Update['variables'] {
  if (valueOf(variables.covers) !== 'part') return 'all';
  const nodes = variables.keys.flatMap((key) => layers.get(key) ?? []);
  // Raw variables have become parts of layers, of which none can be told apart any more.
  return nodes.length === 0 ? 'all' : nodes;
}

type Rhythm = 'every-epoch' | 'every-step';

/** What the loop around the training makes again in each round. Loops over something else than a counter or batches compare things. */
function madeAnew({ loop, optimizer, compiledIn, model }: TrainingRun): {
  readonly optimizer?: Rhythm | undefined;
  readonly model?: Rhythm | undefined;
} {
  if (loop.kind === 'tape') {
    const made = valueOf(optimizer)?.madeIn ?? [];
    return {
      optimizer: rhythm(
        loop.around,
        made.filter((one) => !isAmong(model.madeIn, one)),
        'every-step',
      ),
    };
  }
  if (loop.kind !== 'fit' || (loop.method !== 'train_on_batch' && valueOf(loop.epochs) !== 1)) return {};
  const innermost = loop.method === 'train_on_batch' ? 'every-step' : 'every-epoch';
  return {
    optimizer: rhythm(loop.around, compiledIn ?? [], innermost),
    model:
      compiledIn &&
      rhythm(
        loop.around,
        model.madeIn.filter((one) => isAmong(compiledIn, one)),
        innermost,
      ),
  };
}

const isAmong = (loops: readonly LoopAround[], loop: LoopAround): boolean =>
  loops.some(({ place }) => samePlace(place, loop.place));

function rhythm(around: readonly LoopAround[], made: readonly LoopAround[], innermost: Rhythm): Rhythm | undefined {
  const at = around.findLastIndex((loop) => isAmong(made, loop));
  if (at < 0 || around[at]?.over === 'other') return undefined;
  return at === around.length - 1 ? innermost : 'every-epoch';
}

/** The program as written has the faults that the finding knows of; the fixed one, where no text has it, a sound loop. */
export function withSoundLoop(
  experiment: Experiment,
  { title, change }: SemanticPatch & { readonly change: { readonly kind: 'loop' } },
): Experiment {
  const [first, ...fixes] = experiment.arms;
  if (!first) return experiment;
  const asWritten: Arm = { ...first, update: { ...first.update, ...change.written } };
  const fixed: Arm = { ...first, role: 'withFix', title, update: soundUpdate };
  return { ...experiment, arms: fixes.length > 0 ? [asWritten, ...fixes] : [asWritten, fixed] };
}

/** The same model with every layer trained. */
export function withThawedLayers(experiment: Experiment, title: string): Experiment {
  const [asWritten] = experiment.arms;
  if (!asWritten) return experiment;
  const nodes = asWritten.model.nodes.map((node) => ({
    ...node,
    config: Object.fromEntries(Object.entries(node.config).filter(([name]) => name !== 'trainable')),
  }));
  return { ...experiment, arms: [asWritten, { ...asWritten, role: 'withFix', title, model: { ...asWritten.model, nodes } }] };
}
