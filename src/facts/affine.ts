/** What an operator with one number does to every value it meets: x -> x * factor + shift. */
import { table } from './table';

export interface Affine {
  readonly factor: number;
  readonly shift: number;
}

/** `x op c` (`dataFirst`) or `c op x` as x * factor + shift; undefined where it is no such thing, or Python divides by zero. */
export const affineOf = (operator: string, c: number, dataFirst: boolean): Affine | undefined => affine[operator]?.(c, dataFirst);

const affine: Readonly<Record<string, (c: number, dataFirst: boolean) => Affine | undefined>> = table({
  '+': (c: number): Affine => ({ factor: 1, shift: c }),
  '-': (c: number, dataFirst: boolean): Affine => (dataFirst ? { factor: 1, shift: -c } : { factor: -1, shift: c }),
  '*': (c: number): Affine => ({ factor: c, shift: 0 }),
  '/': (c: number, dataFirst: boolean): Affine | undefined => (dataFirst && c !== 0 ? { factor: 1 / c, shift: 0 } : undefined),
});
