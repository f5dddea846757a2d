/** Element i of an array known to be long enough. */
export const at = (array: ArrayLike<number>, i: number): number => array[i] ?? 0;
