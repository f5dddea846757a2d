import { expect, test } from 'vitest';
import { valueOf } from '../../src/facts/fact';
import { analyze } from '../support/analyze';

const program = (call: string): string => `import tensorflow as tf
from tensorflow.keras import Model, layers

class NeuralNet(Model):
    def __init__(self):
        super().__init__()
        self.hidden = layers.Dense(16, activation=tf.nn.relu)
        self.out = layers.Dense(10)

    def call(self, x, is_training=False):
        x = self.out(self.hidden(x))
        if not is_training:
            x = tf.nn.softmax(x)
        return x

net = NeuralNet()
optimizer = tf.optimizers.SGD(0.1)

def train(x, y):
    with tf.GradientTape() as tape:
        prediction = ${call}
        loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=prediction))
    gradients = tape.gradient(loss, net.trainable_variables)
    optimizer.apply_gradients(zip(gradients, net.trainable_variables))
`;

test.each([
  ['net(x, is_training=True)', 'linear'],
  ['net(x)', 'softmax'],
])('the model of a custom loop is the one that is called there: %s', async (call, activation) => {
  const { program: read } = await analyze(program(call));
  expect(read.runs.map((run) => run.heads.map((head) => valueOf(head.activation)))).toEqual([[activation]]);
});
