/** Lines to paste into the program, made for it, with what each result would mean. */
import type { TrainingRun } from '../../facts/training';
import type { Place } from '../../text/place';
import type { Sources } from '../../text/source';
import { isDistance, type PatternContext } from '../log/context';

export interface OwnLook {
  readonly code: string;
  readonly means: string;
}

/** Of a training by `fit` over arrays that have names. */
export function lookYourself(run: TrainingRun, sources: Sources, { loss, units }: PatternContext): readonly OwnLook[] {
  const { loop, inputs, heads, model } = run;
  const name = (place: Place | undefined): string | undefined => {
    const text = place && sources.get(place.source)?.text.slice(place.start, place.end);
    return text !== undefined && /^[A-Za-z_]\w*$/.test(text) ? text : undefined;
  };
  const x = inputs.length === 1 ? name(inputs[0]?.place) : undefined;
  const labels = heads.length === 1 ? heads[0]?.labels : undefined;
  const y = labels && 'origins' in labels ? name(labels.place) : undefined;
  const looks: OwnLook[] = [];
  if (y !== undefined)
    looks.push(
      loss !== undefined && isDistance(loss)
        ? {
            code: `print(np.min(${y}), np.max(${y}), np.isnan(${y}).sum())`,
            means: 'Labels should have about unit size and no NaN.',
          }
        : {
            code: `print(np.unique(${y}, return_counts=True))`,
            means: `Classes should run from 0 to ${units !== undefined && units > 1 ? units - 1 : 1}, none of them in more than nine tenths of the rows.`,
          },
    );
  if (x !== undefined)
    looks.push({
      code: `print(np.min(${x}), np.max(${x}), np.isnan(${x}).sum(), np.std(${x}, axis=0).min())`,
      means: 'About -3 to 3, no NaN, and no column with a deviation of 0.',
    });
  if (x !== undefined && y !== undefined && loop.kind === 'fit' && /^[A-Za-z_]\w*$/.test(model.name))
    looks.push({
      code: `${model.name}.fit(${x}[:32], ${y}[:32], epochs=200, verbose=2)`,
      means:
        'The loss should go to nearly 0: 32 samples can be learned by heart. Where it does not, the model or its loss is at fault; where it does, look at the data.',
    });
  return looks;
}
