/** What Keras and TensorFlow themselves say in an output, as far as it tells why nothing is learned. */
import type { LogWarning } from './log';

const known: readonly (readonly [LogWarning['kind'], RegExp])[] = [
  ['no-trainable-weights', /no trainable (?:weights|variables)|does not have any trainable weights|has no trainable/i],
  ['no-gradients', /Gradients do not exist for variables|No gradients provided for any variable/i],
  ['softmax-one-unit', /softmax over axis -1 of a tensor of shape \([^)]{0,60}, 1\)|softmax activation on a tensor.{0,40}\b1\)/i],
  ['ran-out-of-data', /ran out of data|Your input ran out of data/i],
  ['from-logits', /received `?from_logits=True`?,? but the `?output`? argument was produced by|from_logits=True, but/i],
  ['label-out-of-range', /Received a label value of .{0,60}outside the valid range/i],
  ['shapes', /must have the same shape|Shapes .{1,60} are incompatible|logits and labels must have the same/i],
  ['invalid-value', /invalid value encountered in|divide by zero encountered|Invalid loss, terminating training|NaN values/i],
];

export function warningsIn(lines: readonly string[]): readonly LogWarning[] {
  const found = new Map<LogWarning['kind'], LogWarning>();
  for (const line of lines) {
    if (line.length > 4000 || !/[a-z]{4}/i.test(line)) continue;
    for (const [kind, pattern] of known)
      if (!found.has(kind) && pattern.test(line)) found.set(kind, { kind, text: line.trim().slice(0, 240) });
  }
  return [...found.values()];
}
