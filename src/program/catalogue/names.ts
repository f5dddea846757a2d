export function canonicalName(path: string): string {
  return path
    .replace(/^(tensorflow\.(python\.)?keras|tf_keras|keras\.api|keras)(?=\.|$)/, 'keras')
    .replace(/^tensorflow(?=\.|$)/, 'tf')
    .replace(/^keras\.models\./, 'keras.')
    .replace(/^keras\.Input$/, 'keras.Input')
    .replace(/^keras\.layers\.Input$/, 'keras.Input');
}
export const isKnownName = (name: string): boolean => /^keras\.(layers|Sequential|Model)/.test(name);
export function currentParameter(_callee: string, written: string): string {
  return ({ lr: 'learning_rate', nb_epoch: 'epochs', output_dim: 'units' } as Record<string, string>)[written] ?? written;
}
