import { expect, test } from 'vitest';
import { valueOf } from '../../src/facts/fact';
import { analyze } from '../support/analyze';

test.each(['from absl import flags', 'flags = tf.app.flags', 'flags = tf.compat.v1.flags'])(
  '%s: the defaults hold',
  async (line) => {
    const { program } = await analyze(`
import tensorflow as tf
${line}
flags.DEFINE_float('learning_rate', 0.25, 'help')
FLAGS = flags.FLAGS
optimizer = tf.keras.optimizers.SGD(FLAGS.learning_rate)
model = tf.keras.Sequential([tf.keras.layers.Dense(1)])
model.compile(optimizer, 'mse')
`);
    const optimizer = valueOf(program.runs[0]?.optimizer);
    expect(optimizer && valueOf(optimizer.learningRate)).toBe(0.25);
  },
);
