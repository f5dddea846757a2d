/** What the training loop does to the weights, from what is known of it. */
import { soundUpdate, type Update } from '../experiment/experiment';
import { valueOf } from '../facts/fact';
import type { LoopAround } from '../facts/tape-step';
import type { TapeLoop, TrainingRun, UntrackedWeights } from '../facts/training';
import { samePlace } from '../text/place';
import type { PlannedModel } from './model-spec';

/** `untracked`: of the program, weights that no list of a model's variables holds. */
export function updateOf(run: TrainingRun, model: PlannedModel, untracked: readonly UntrackedWeights[] = []): Update {
  const { loop } = run;
  const anew = madeAnew(run);
  switch (loop.kind) {
    case 'tape': {
      const idle = loop.step.forwards.some((forward) => forward.trained && forward.idle.length > 0);
      return {
        ...soundUpdate,
        variables: updatedNodes(loop, model),
        applied: loop.apply !== undefined || loop.escapes,
        ...(isUnrecorded(loop) && { recorded: false }),
        ...(isUnpenalised(loop) && { penalties: false }),
        ...(anew.optimizer && { optimizerReset: anew.optimizer }),
        ...(idle && { training: false }),
      };
    }
    case 'fit':
      return {
        ...soundUpdate,
        variables: trackedNodes(untracked, model),
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
  if (valueOf(variables.covers) === 'empty') return [];
  if (valueOf(variables.covers) !== 'part') return 'all';
  const nodes = variables.keys.flatMap((key) => layers.get(key) ?? []);
  // Raw variables have become parts of layers, of which none can be told apart any more.
  return nodes.length === 0 ? 'all' : nodes;
}

/** All but the layers that Keras does not find. What a call makes is made anew each time, which is another fault. */
function trackedNodes(untracked: readonly UntrackedWeights[], { layers, spec }: PlannedModel): Update['variables'] {
  const lost = new Set(untracked.filter(({ kind }) => kind !== 'in-call').flatMap(({ key }) => layers.get(key) ?? []));
  return lost.size === 0 ? 'all' : spec.nodes.map(({ id }) => id).filter((id) => !lost.has(id));
}

/** Every way from the loss to the weights leaves the tape, or the weights asked for are not those of the loss. */
const isUnrecorded = ({ step: { path, variables } }: TapeLoop): boolean =>
  path.kind === 'outside' || path.kind === 'left' || valueOf(variables.covers) === 'none';

/** Some layer has a regularizer, and nothing adds what it collects. */
const isUnpenalised = ({ step }: TapeLoop): boolean =>
  !step.addsLosses && step.forwards.some(({ trained, regularized }) => trained && regularized.length > 0);

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
