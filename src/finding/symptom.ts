/** What a training looks like from outside: the patterns of a loss that people see on their screen. */

/**
 * - `nan`: NaN or infinite from some epoch on
 * - `zero`: 0 from the start
 * - `negative`: below 0, where the loss has no business there
 * - `constant`: the same to the last digit
 * - `flat`: it hardly moves from the start
 * - `slow`: it falls, by a few hundredths in the whole training
 * - `uniform`: at ln k: every class is given the same probability
 * - `label-spread`: at the variance (or mean absolute deviation) of the labels: every sample gets their mean
 * - `huge`: so large that labels or inputs are out of the model's range
 * - `frozen-accuracy`: the loss falls, the accuracy stays
 * - `chance-accuracy`: the accuracy stays at 1/k, or at the share of one class
 * - `perfect-at-once`: solved in the first epoch
 * - `validation-at-chance`: training is good, validation no better than guessing
 * - `diverging`: it grows
 * - `saw-tooth`: up and down without a way
 * - `flat-after-fall`: it falls, then stands still to the digit
 */
export const symptomKinds = [
  'nan',
  'zero',
  'negative',
  'constant',
  'flat',
  'slow',
  'uniform',
  'label-spread',
  'huge',
  'frozen-accuracy',
  'chance-accuracy',
  'perfect-at-once',
  'validation-at-chance',
  'diverging',
  'saw-tooth',
  'flat-after-fall',
] as const;

export type SymptomKind = (typeof symptomKinds)[number];
