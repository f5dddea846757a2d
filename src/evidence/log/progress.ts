/** Lines of Keras's progress output, of all versions since 1: what they are, and which figures stand in them. */
import { namedNumbers, type NamedNumber } from './numbers';

export type Line =
  /** `Epoch 3/50` */
  | { readonly kind: 'epoch'; readonly epoch: number; readonly planned: number | undefined }
  /** `10/10 [====] - 0s 2ms/step - loss: 0.69`; `done` where the last step of the epoch is reached. */
  | {
      readonly kind: 'progress';
      readonly step: number;
      readonly of: number | undefined;
      readonly figures: readonly NamedNumber[];
      /** Drawn again and again, rather than written once when the epoch is over. */ readonly drawn: boolean;
    }
  /** `Epoch 5: ReduceLROnPlateau reducing learning rate to 0.0005.` */
  | { readonly kind: 'rate'; readonly rate: number };

const heading = /^\s*(?:Epoch|EPOCH|epoch)\s{0,2}:?\s{0,2}\[?(\d{1,9})\s?(?:\/|of|\bout of\b)\s?(\d{1,9})\]?\s*$/;
const bar = /^\s*(\d{1,12})\/(\d{1,12}|Unknown)\s?(?:\[[=>.\s]{0,200}\]|[━╸╺\s]{1,200}|-|\b)/;
const reduced = /(?:reducing learning rate to|setting learning rate to|reducing Learning rate to)\s(\S{1,40})/;

export function progressLine(line: string): Line | undefined {
  const head = heading.exec(line);
  if (head) return { kind: 'epoch', epoch: Number(head[1]), planned: Number(head[2]) };
  const progress = bar.exec(line);
  if (progress) {
    const rest = line.slice(progress[0].length);
    const figures = namedNumbers(rest).filter(({ name }) => name !== 'eta' && name !== 'step');
    const of = Number(progress[2]);
    if (figures.length > 0 || /\d\s?(?:m?s|us|µs)\b|ETA/.test(rest))
      return {
        kind: 'progress',
        step: Number(progress[1]),
        of: Number.isNaN(of) ? undefined : of,
        figures,
        drawn: /[[━╸]/.test(progress[0]),
      };
    return undefined;
  }
  const rate = reduced.exec(line)?.[1];
  const value = rate === undefined ? NaN : Number(rate.replace(/\.$/, ''));
  return Number.isNaN(value) ? undefined : { kind: 'rate', rate: value };
}
