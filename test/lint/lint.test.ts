import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/finding/finding';
import { noConfig, type Config } from '../../src/lint/config';
import { fixAll } from '../../src/lint/fix-all';
import { lint, stillUnused } from '../../src/lint/lint';
import { defineRule, type Rule } from '../../src/rules/define';
import { headOrder } from '../../src/rules/head-group';
import { rules } from '../../src/rules/index';
import { analyze } from '../support/analyze';
import { reader } from '../support/reading';

const run = async (python: string, config: Config = noConfig, which: readonly Rule[] = rules) =>
  lint({ ...(await analyze(python)), rules: which }, config);
const ids = (findings: readonly Finding[]): readonly string[] => findings.map(({ rule }) => rule);

const head = (layer: string, loss: string, more = ''): string => `
from tensorflow import keras
model = keras.Sequential([keras.layers.Dense(8, 'relu', input_shape=(4,)), keras.layers.${layer}])
model.compile('sgd', ${loss}, metrics=['accuracy'])${more}
model.fit(x, y)
`;

describe('one finding a head', () => {
  test.each([
    ["Dense(1, activation='softmax')", "'mse'", 'softmax-single-unit'],
    ["Dense(1, activation='softmax')", "'categorical_crossentropy'", 'categorical-ce-single-unit'],
    ["Dense(1, activation='softmax')", 'keras.losses.BinaryCrossentropy(from_logits=True)', 'softmax-single-unit'],
    ["Dense(3, activation='softmax')", "'mse'", 'mse-for-classification'],
    ["Dense(3, activation='sigmoid')", 'keras.losses.CategoricalCrossentropy(from_logits=True)', 'sigmoid-with-categorical-ce'],
    ["Dense(3, activation='softmax')", "'binary_crossentropy'", 'softmax-with-binary-ce'],
    ['Dense(1)', "'mse'", 'accuracy-for-regression'],
  ])('%s with %s is %s', async (layer, loss, rule) => {
    const { findings } = await run(head(layer, loss));
    expect(ids(findings).filter((id) => headOrder.includes(id))).toEqual([rule]);
  });

  test('but one for each of two models', async () => {
    const { findings } = await run(
      head("Dense(1, activation='softmax')", "'mse'") + head("Dense(3, activation='softmax')", "'mse'"),
    );
    expect(ids(findings)).toEqual(['softmax-single-unit', 'mse-for-classification']);
  });

  test('and once for a model that is fitted twice', async () => {
    const { findings } = await run(head("Dense(1, activation='softmax')", "'mse'") + 'model.fit(x, y, epochs=3)\n');
    expect(ids(findings)).toEqual(['softmax-single-unit']);
  });

  test('every id of the order is a rule', () => {
    expect(headOrder.filter((id) => !rules.some((rule) => rule.id === id))).toEqual([]);
  });
});

describe('configuration', () => {
  const program = head("Dense(1, activation='softmax')", "'mse'");

  test('changes the level', async () => {
    const { findings } = await run(program, { ...noConfig, rules: { 'softmax-single-unit': 'hint' } });
    expect(findings.map(({ severity }) => severity)).toEqual(['hint']);
  });

  test('switches a rule off, and the next of the group speaks', async () => {
    const { findings } = await run(program, { ...noConfig, rules: { 'softmax-single-unit': 'off' } });
    expect(ids(findings)).toEqual(['mse-for-classification']);
  });
});

describe('comments', () => {
  test('a silenced finding still claims its head', async () => {
    const silenced = head("Dense(1, activation='softmax')", "'mse'").replace(
      "'softmax')])",
      "'softmax')])  # lossprobe: ignore[softmax-single-unit]",
    );
    const { findings, unused, used } = await run(silenced);
    expect([ids(findings), unused, used.length]).toEqual([[], [], 1]);
  });

  test('work on any line the finding touches', async () => {
    const python = `
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(
        32,
        input_shape=(4,),  # lossprobe: ignore[missing-hidden-activation]
    ),
    keras.layers.Dense(1),
])
model.compile('adam', 'mse')
model.fit(x, y)
`;
    expect((await run(python)).findings).toEqual([]);
  });

  test('that name no rule, an unknown rule or nothing that happens are hints', async () => {
    const { unused } = await run(`
import keras
a = 1  # lossprobe: ignore
b = 2  # lossprobe: ignore[no-such-rule]
c = 3  # lossprobe: ignore[lr-too-high]
`);
    expect(unused.map(({ severity, message }) => `${severity}: ${message}`)).toEqual([
      'hint: This comment names no rule, so it silences nothing. Write # lossprobe: ignore[rule-id].',
      'hint: There is no rule no-such-rule.',
      'hint: lr-too-high reports nothing here, so this comment is not needed.',
    ]);
  });

  test('used by another script are not idle', async () => {
    const { unused } = await run('import keras\nc = 3  # lossprobe: ignore[lr-too-high]\n');
    expect(unused).toHaveLength(1);
    expect(
      stillUnused(
        unused,
        unused.map(({ place }) => place),
      ),
    ).toEqual([]);
  });
});

test('a rule that throws is reported, and the others run', async () => {
  const broken = defineRule({
    id: 'broken',
    group: 'data',
    severity: 'error',
    evidence: { measured: 'not-measured' },
    messages: {},
    docs: { summary: '', why: '', bad: '', good: '', limits: '', fixSafety: '', probe: '', references: [] },
    check() {
      throw new Error('as planned');
    },
  });
  const { findings, problems } = await run(head("Dense(1, activation='softmax')", "'mse'"), noConfig, [broken, ...rules]);
  expect(problems).toEqual(['The rule broken failed (as planned); the others have run.']);
  expect(ids(findings)).toEqual(['softmax-single-unit']);
});

describe('fix all', () => {
  const fixed = async (python: string): Promise<{ text: string; applied: readonly string[] }> => {
    const read = await reader();
    const { sources, applied } = fixAll(read.text(python), read.again);
    return { text: sources.get('main.py')?.text ?? '', applied };
  };

  test('applies safe fixes until nothing changes, and leaves the unsafe ones', async () => {
    const { text, applied } = await fixed(`
import numpy as np
from tensorflow import keras
x = np.random.rand(100, 4) * 1000
y = (x.sum(axis=1) > 2000).astype("int32")
model = keras.Sequential([
    keras.layers.Dense(8, input_shape=(4,)),
    keras.layers.Dense(8),
    keras.layers.Dense(1, activation='softmax'),
])
model.compile(keras.optimizers.Adam(1.0), 'mse', metrics=['accuracy'])
model.fit(x, y)
`);
    expect(text).toBe(`
import numpy as np
from tensorflow import keras
x = np.random.rand(100, 4) * 1000
y = (x.sum(axis=1) > 2000).astype("int32")
model = keras.Sequential([
    keras.layers.Dense(8, input_shape=(4,), activation='relu'),
    keras.layers.Dense(8, activation='relu'),
    keras.layers.Dense(1, activation='sigmoid'),
])
model.compile(keras.optimizers.Adam(0.001), 'binary_crossentropy', metrics=['accuracy'])
model.fit(x, y)
`);
    expect(applied).toHaveLength(3);
  });
});
