import type { Plain } from '../plain';
export interface Signature {
  readonly name: string;
  readonly parameters: readonly {
    readonly name: string;
    readonly role: 'positionalOnly' | 'normal' | 'keywordOnly' | 'star' | 'doubleStar';
    readonly default?: Plain;
  }[];
}
const p = (name: string, value?: Plain): Signature['parameters'][number] =>
  value === undefined ? { name, role: 'normal' } : { name, role: 'normal', default: value };
const table: Record<string, Signature['parameters']> = {
  'keras.layers.Dense': [
    p('units'),
    p('activation', null),
    p('use_bias', true),
    p('kernel_initializer', 'glorot_uniform'),
    p('bias_initializer', 'zeros'),
  ],
  'keras.optimizers.Adam': [p('learning_rate', 0.001)],
  'keras.optimizers.SGD': [p('learning_rate', 0.01), p('momentum', 0)],
  'keras.Model.compile': [p('optimizer', 'rmsprop'), p('loss', null), p('loss_weights', null), p('metrics', null)],
  'keras.Model.fit': [
    p('x', null),
    p('y', null),
    p('batch_size', null),
    p('epochs', 1),
    p('verbose', 'auto'),
    p('callbacks', null),
    p('validation_split', 0),
    p('validation_data', null),
    p('shuffle', true),
  ],
  'keras.losses.BinaryCrossentropy': [p('from_logits', false)],
};
export function signatureOf(name: string, _keras: 2 | 3): Signature | undefined {
  const parameters = table[name];
  return parameters && { name, parameters };
}
