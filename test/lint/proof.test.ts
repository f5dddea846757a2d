/** Fixes are tried before anybody sees them. Each program here was once destroyed by a fix, or fought over by two. */
import { describe, expect, test } from 'vitest';
import { fixAll } from '../../src/lint/fix-all';
import { ignoreEdit } from '../../src/lint/ignore-comment';
import { edited, provenFindings, tryFixes, type Reading, type Reread } from '../../src/lint/proof';
import type { Finding } from '../../src/finding/finding';
import { reader } from '../support/reading';

const titles = (findings: readonly Finding[]): readonly string[] =>
  findings.flatMap(({ fixes }) => fixes.map(({ title }) => title));
const textOf = ({ sources }: Pick<Reading, 'sources'>): string => sources.get('main.py')?.text ?? '';

const backbone = (pick: string): string => `
from tensorflow import keras
base = keras.applications.MobileNet(include_top=False, weights="imagenet", input_shape=(32, 32, 3), pooling="avg")
model = keras.Sequential([${pick}keras.layers.Dense(1, activation="sigmoid")])
model.compile(optimizer=keras.optimizers.Adam(1e-5), loss="binary_crossentropy")
model.fit(x, y, epochs=1, batch_size=4)
`;

describe('a fix needs a call that is written', () => {
  test.each(['base, ', 'base, keras.layers.Dropout(0.1), '])('a backbone in a list (%s) has none', async (pick) => {
    const read = await reader();
    const before = read.text(backbone(pick));
    expect(before.findings.map(({ rule }) => rule)).toContain('backbone-bn-training');
    expect(titles(before.findings)).not.toContain('Call it with training=False');
  });
});

describe('a call that makes several layers', () => {
  const loop = (head: string): string => `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = (x[:, 0] * x[:, 1] > 0.2).astype("int32")
m = keras.Sequential()
for _ in range(4):
    m.add(keras.layers.Dense(32))
${head}
m.compile("adam", "binary_crossentropy")
m.fit(x, y, epochs=20)
`;

  test('is edited once where all of them are meant', async () => {
    const read = await reader();
    const { sources, applied } = fixAll(read.text(loop('m.add(keras.layers.Dense(1, activation="sigmoid"))')), read.again);
    expect(textOf({ sources })).toContain("    m.add(keras.layers.Dense(32, activation='relu'))\nm.add");
    expect(applied).toEqual(['Add activation="relu" to these 4 layers']);
  });

  test('is left alone where one is meant', async () => {
    const read = await reader();
    const before = read.text(loop(''));
    const after = fixAll(before, read.again);
    expect(textOf(after)).not.toContain('sigmoid');
    expect(textOf(after)).not.toContain('softmax');
  });
});

test('a fix that changes nothing, or leaves its finding, is not offered', async () => {
  const read = await reader();
  const before = read.text(`
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = x[:, :3].argmax(axis=1)
model = keras.Sequential([keras.layers.Dense(16, "relu"), keras.layers.Dense(3, activation="softmax")])
schedule = keras.optimizers.schedules.CosineDecay(0.1, decay_steps=20 * 0)
model.compile(optimizer=keras.optimizers.Adam(schedule), loss="sparse_categorical_crossentropy")
model.fit(x, y, epochs=20)
`);
  const found = before.findings.find(({ rule }) => rule === 'schedule-steps-mismatch');
  expect(found).toBeDefined();
  expect(titles(provenFindings(before, read.again))).not.toContain('Set decay_steps to 0 (10 updates an epoch)');
  const { applied, unsettled } = fixAll(before, read.again);
  expect(applied).not.toContain('Set decay_steps to 0 (10 updates an epoch)');
  expect(unsettled).toBeUndefined();
});

/** A world whose findings are written in its text: what fix-all does with fixes that fight can be seen without any rule. */
describe('fix all', () => {
  const word = (text: string, from: string, to: string, severity: Finding['severity']): readonly Finding[] => {
    const start = text.indexOf(from);
    if (start < 0) return [];
    const place = { source: 'main.py', start, end: start + from.length };
    return [
      {
        rule: `not-${from}`,
        severity,
        message: from,
        place,
        related: [],
        fixes: [{ title: `${from} to ${to}`, edits: [{ place, newText: to }], safety: 'safe' }],
        experiment: { kind: 'none', reason: 'made up' },
      },
    ];
  };
  const world = async (
    find: (text: string) => readonly Finding[],
  ): Promise<{ start: (text: string) => Reading; again: Reread }> => {
    const read = await reader();
    const again: Reread = (sources) => ({ ...read.again(sources), findings: find(textOf({ sources })) });
    return { again, start: (text) => again(read.text(text).sources) };
  };

  test('stops at a state that was there before, keeps the best and says so', async () => {
    const { start, again } = await world((text) => [
      ...word(text, 'bad', 'fair', 'error'),
      ...word(text, 'fair', 'good', 'information'),
      ...word(text, 'good', 'fair', 'hint'),
    ]);
    const { sources, applied, unsettled } = fixAll(start('x = bad\n'), again);
    expect(textOf({ sources })).toBe('x = good\n');
    expect(applied).toEqual(['bad to fair', 'fair to good']);
    expect(unsettled).toBe('Some of the fixes undo each other.');
  });

  test('tries again what did not hold, once something else is mended', async () => {
    const read = await reader();
    const before = read.text(`import tensorflow as tf
model = tf.keras.Sequential([
])
loss_fn = tf.keras.losses.MeanSquaredError()
for epoch in range(20):
    optimizer = tf.keras.optimizers.Adam(0.0)
    with tf.GradientTape() as tape:
        loss = loss_fn(y, model(x, training=True))
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
`);
    const first = fixAll(before, read.again);
    expect(first.applied).toContain('Make the optimizer once, before the loop');
    expect(fixAll(read.again(first.sources), read.again).applied).toEqual([]);
  });

  test('ends where fixes never end', async () => {
    let readings = 0;
    const { start, again } = await world((text) => {
      readings++;
      return word(text, 'x', `xa${'b'.repeat(readings)}`, 'hint');
    });
    const { unsettled } = fixAll(start('x = 1\n'), again);
    expect(unsettled).toBeUndefined();
    expect(readings).toBeLessThan(100);
  });

  test('takes what holds from among what does not', async () => {
    const { start, again } = await world((text) => [
      ...word(text, 'one', '1', 'warning'),
      ...word(text, 'two', '(2', 'warning'),
      ...word(text, 'three', '3', 'warning'),
      ...word(text, 'four', '4  # lost', 'warning'),
    ]);
    const { sources, applied } = fixAll(start('a = one\nb = two\nc = three\nd = (four, 5)\n'), again);
    expect(textOf({ sources })).toBe('a = 1\nb = two\nc = 3\nd = (four, 5)\n');
    expect(applied).toEqual(['one to 1', 'three to 3']);
  });

  test.each([
    ['takes the line behind it along', 'a = bad; b = 2\n', '1 #'],
    ['moves a line into the block before', 'if a:\n    b = 1\nbad\nc = 2\n', '    d\nif a:\n  e\n  '],
    ['opens a string', 'a = bad\nb = 2\n', '"""'],
  ])('refuses an edit that %s', async (_, text, newText) => {
    const { start, again } = await world((now) => word(now, 'bad', newText, 'error'));
    const before = start(text);
    const [finding] = before.findings;
    const [fix] = finding?.fixes ?? [];
    expect(finding && fix && tryFixes(before, [{ finding, fix }], again).held).toBe(false);
  });
});

describe('ignore on this line', () => {
  const silenced = async (text: string, rule: string): Promise<string | undefined> => {
    const read = await reader();
    const before = read.text(text);
    const finding = before.findings.find((one) => one.rule === rule);
    const edit = finding && ignoreEdit(before, finding, read.again);
    if (!edit) return undefined;
    const after = read.again(edited(before.sources, [edit]));
    expect(
      after.findings.filter((one) => one.rule === rule || (one.rule === 'unused-suppression' && one.message.startsWith(rule))),
    ).toEqual([]);
    return textOf(after);
  };
  const program = (compile: string, nl = '\n'): string =>
    [
      'from tensorflow import keras',
      'model = keras.Sequential([keras.layers.Dense(1, activation="softmax")])',
      compile,
      'model.fit(x, y)',
      '',
    ].join(nl);
  const rate = 'lr-too-high';

  test('stands at the end of the line', async () => {
    expect(await silenced(program('model.compile(keras.optimizers.Adam(10.0), "binary_crossentropy")'), rate)).toContain(
      '"binary_crossentropy")  # lossprobe: ignore[lr-too-high]\n',
    );
  });

  test('goes behind lines that a backslash joins', async () => {
    expect(await silenced(program('model.compile( \\\n  keras.optimizers.Adam(10.0), \\\n  loss="mse")'), rate)).toContain(
      '  loss="mse")  # lossprobe: ignore[lr-too-high]\n',
    );
  });

  test('stays on its line within brackets', async () => {
    expect(await silenced(program('model.compile(\n  keras.optimizers.Adam(\n    10.0\n  ),\n  "mse")'), rate)).toMatch(
      /# lossprobe: ignore/,
    );
  });

  test('keeps CRLF', async () => {
    expect(await silenced(program('model.compile(keras.optimizers.Adam(10.0), "mse")', '\r\n'), rate)).toContain(
      '"mse")  # lossprobe: ignore[lr-too-high]\r\n',
    );
  });

  test('joins a comment that is there', async () => {
    expect(
      await silenced(
        program(
          'model.compile(keras.optimizers.Adam(10.0), "mse")  # lossprobe: ignore[lr-too-high, mse-for-classification]',
        ).replace('lr-too-high, ', ''),
        rate,
      ),
    ).not.toMatch(/# .*#/);
  });

  test('is not put into a string', async () => {
    const text = await silenced(program('model.compile(keras.optimizers.Adam(10.0), """mse\n""".strip())'), rate);
    expect(text).toBeUndefined();
  });
});
