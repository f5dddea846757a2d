/** What a training printed: every form of it gives the same epochs and figures. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seriesOf, type TrainingLog } from '../../src/evidence/log/log';
import { readLog } from '../../src/evidence/log/read-log';
import { recognise } from '../../src/evidence/log/recognise';

const losses = (text: string, fit = 0, name = 'loss'): readonly number[] => {
  const found = readLog(text).fits[fit];
  return found ? seriesOf(found, name) : [];
};

describe('Keras progress', () => {
  test('of Keras 2 on a terminal: the last state of each bar counts', () => {
    const bar = (loss: string): string =>
      `\r 1/10 [==>...........................] - ETA: 1s - loss: 9.0000 - accuracy: 0.1000${'\b'.repeat(40)}\r10/10 [==============================] - 0s 2ms/step - loss: ${loss} - accuracy: 0.5000 - val_loss: 0.8000 - val_accuracy: 0.4000\n`;
    const text = `Epoch 1/3\n${bar('0.7000')}Epoch 2/3\n${bar('0.6950')}Epoch 3/3\n${bar('0.6932')}`;
    expect(losses(text)).toEqual([0.7, 0.695, 0.6932]);
    expect(losses(text, 0, 'val_loss')).toEqual([0.8, 0.8, 0.8]);
  });
  test('of Keras 3, with colours', () => {
    const line = (loss: string): string =>
      `\u001b[1m8/8\u001b[0m \u001b[32m━━━━━━━━━━\u001b[0m\u001b[37m\u001b[0m \u001b[1m0s\u001b[0m 5ms/step - accuracy: 0.4542 - loss: ${loss}`;
    expect(
      losses(
        `Epoch 1/2\n\n\u001b[1m1/8\u001b[0m \u001b[1m1s\u001b[0m 2s/step - accuracy: 0.5 - loss: 3.0\n${line('0.5')}\nEpoch 2/2\n${line('nan')}`,
      ),
    ).toEqual([0.5, NaN]);
  });
  test('one line an epoch, and a decimal comma', () => {
    expect(
      losses('Epoch 1/2\n8/8 - 1s - loss: 0,7001 - 350ms/epoch - 35ms/step\nEpoch 2/2\n8/8 - 0s - 3ms/step - loss: 0,6999'),
    ).toEqual([0.7001, 0.6999]);
  });
  test('of the first versions', () => {
    expect(
      losses(
        'Train on 100 samples, validate on 20 samples\nEpoch 1/2\n100/100 [====] - 0s - loss: 1.5 - acc: 0.3 - val_loss: 1.4 - val_acc: 0.3\nEpoch 2/2\n100/100 [====] - 0s - loss: 1.2 - acc: 0.5 - val_loss: 1.1 - val_acc: 0.5',
      ),
    ).toEqual([1.5, 1.2]);
  });
  test('every Epoch 1 begins a training', () => {
    const fit = (loss: string): string => `Epoch 1/2\n4/4 - 0s - loss: ${loss}\nEpoch 2/2\n4/4 - 0s - loss: ${loss}\n`;
    const text = fit('1.0') + fit('2.0') + fit('3.0');
    expect([0, 1, 2].map((at) => losses(text, at))).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
  });
  test('evaluate and predict after it are no epochs', () => {
    const text =
      'Epoch 1/2\n4/4 - 0s - loss: 0.9\nEpoch 2/2\n4/4 - 0s - loss: 0.8\n4/4 - 0s - loss: 5.0\n2/2 [=====] - 0s 1ms/step - loss: 7.0\n3/3 [=====] - 0s 1ms/step';
    expect(losses(text)).toEqual([0.9, 0.8]);
  });
  test('without headings each finished bar is an epoch', () => {
    expect(losses('4/4 - 0s - loss: 0.9\n4/4 - 0s - loss: 0.8\n4/4 - 0s - loss: 0.7')).toEqual([0.9, 0.8, 0.7]);
  });
  test('a log that is cut leaves its last epoch out', () => {
    const [fit] = readLog('Epoch 1/9\n100/100 [====] - 0s - loss: 0.9\nEpoch 2/9\n 7/100 [>...] - ETA: 3s - loss: 0.2').fits;
    expect(fit?.cut).toBe(true);
    expect(fit?.planned).toBe(9);
    expect(fit && seriesOf(fit, 'loss')).toEqual([0.9]);
  });
  test('the rate of ReduceLROnPlateau belongs to what follows', () => {
    expect(
      losses(
        'Epoch 1/2\n4/4 - 0s - loss: 0.9\n\nEpoch 1: ReduceLROnPlateau reducing learning rate to 0.00010000000474974513.\nEpoch 2/2\n4/4 - 0s - loss: 0.8',
        0,
        'learning_rate',
      ).at(-1),
    ).toBeCloseTo(1e-4);
  });
});

describe('other forms', () => {
  test('a printed history', () => {
    expect(losses("{'loss': [0.9, 0.8, nan], 'val_loss': [1.0, np.float64(0.9), 0.8]}")).toEqual([0.9, 0.8, NaN]);
    expect(losses("{'accuracy': [0.5],\n 'loss': [0.9,\n  0.8]}")).toEqual([0.9, 0.8]);
  });
  test('CSVLogger', () => {
    const [fit] = readLog('epoch;accuracy;loss\n0;0.5;0.7\n1;0.6;0.6\n').fits;
    expect(fit?.by).toBe('csv');
    expect(fit && seriesOf(fit, 'loss')).toEqual([0.7, 0.6]);
    expect(losses('epoch,loss,val_loss\n0,0.7,0.8\n1,0.6,0.7')).toEqual([0.7, 0.6]);
    expect(losses('epoch,loss,val_loss\n0,0.7,NA\n1,0.6,NA', 0, 'val_loss')).toEqual([]);
  });
  test.each([
    ['a loop of TensorFlow 1', 'Epoch: 0001 cost= 0.700000000\nEpoch: 0002 cost= 0.600000000', 'cost'],
    [
      'minibatches',
      'Iter 1280, Minibatch Loss= 0.700, Training Accuracy= 0.5\nIter 2560, Minibatch Loss= 0.600, Training Accuracy= 0.6',
      'minibatch loss',
    ],
    ['equal signs', 'epoch=1 loss=0.7 acc=0.5\nepoch=2 loss=0.6 acc=0.6', 'loss'],
    ['a slash', 'Epoch [1/2], Loss: 0.7\nEpoch [2/2], Loss: 0.6', 'loss'],
    ['words', 'step 100: loss 0.7\nstep 200: loss 0.6', 'loss'],
    [
      'tqdm',
      ' 50%|█████     | 1/2 [00:01<00:01,  3.1it/s, loss=0.7]\r100%|██████████| 2/2 [00:02<00:00,  3.1it/s, loss=0.6]',
      'loss',
    ],
    ['on two lines', 'Epoch 1\nloss: 0.7\nEpoch 2\nloss: 0.6', 'loss'],
  ])('%s', (_, text, name) => expect(losses(text, 0, name)).toEqual([0.7, 0.6]));
  test('what is no log has no training in it', () => {
    for (const text of ['', 'hello', 'the shape is (3, 4)', '{"a": [1, 2]}', '1/2 of the users'])
      expect(readLog(text).fits).toEqual([]);
  });
});

describe('what Keras says itself', () => {
  test.each([
    ['no-gradients', "UserWarning: Gradients do not exist for variables ['kernel'] when minimizing the loss."],
    [
      'softmax-one-unit',
      'UserWarning: You are using a softmax over axis -1 of a tensor of shape (None, 1). This axis has size 1.',
    ],
    ['ran-out-of-data', 'UserWarning: Your input ran out of data; interrupting training.'],
    ['no-trainable-weights', 'UserWarning: The model does not have any trainable weights.'],
  ])('%s', (kind, text) => expect(readLog(text).warnings.map((one) => one.kind)).toEqual([kind]));
});

const pieces = [
  'Epoch 1/3\n',
  'Epoch 2/3\n',
  '4/4 [====] - 0s - loss: 0.5\n',
  '1/4 - ETA: 1s - loss: nan',
  '\r',
  '\b\b\b',
  '\u001b[1m',
  "{'loss': [1, ",
  '2]}',
  'epoch,loss\n',
  '1,2\n',
  'loss=',
  '1e999',
  '-inf',
  '0,5',
  '━━',
  '\u0000',
  '🙂',
  ' - ',
  ': ',
  '\n',
];

test('whatever the text is, reading it ends and its epochs have numbers', () => {
  const wellMade = ({ fits }: TrainingLog): boolean =>
    fits.every(
      ({ epochs }) => epochs.length > 0 && epochs.every(({ epoch, values }) => Number.isFinite(epoch) && values.size > 0),
    );
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 12 })), { maxLength: 60 }), (parts) => {
      const log = readLog(parts.join(''));
      expect(wellMade(log)).toBe(true);
      for (const fit of log.fits) expect(recognise(fit).course).not.toBe('');
    }),
    { numRuns: 3000, seed: 14 },
  );
});
