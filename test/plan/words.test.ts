import { describe, expect, test } from 'vitest';
import type { Comparison, Reason, Verdict } from '../../src/experiment/verdict';
import { chanceValue, grouped, metricPhrase, metricValue, ofRuns, percent, plainNumber, plural } from '../../src/plan/numbers';
import { asParagraph, describeVerdict } from '../../src/plan/words';
import { oneUnitSoftmax } from '../webview/fixtures/experiments';
import { armResult, broken, figures, finding, learning, run, seeds, stuck, verdict } from '../webview/fixtures/states';

const spreadOut = (shape = stuck) =>
  armResult(
    'asWritten',
    'Your code',
    seeds(5).map((seed) => run(seed, shape, { outputSpread: 0.4, initialLoss: 0.7, finalLoss: 0.69 })),
  );
const fixed = armResult(
  'withFix',
  'With fix: Use relu',
  seeds(5).map((seed) => run(seed, learning)),
);
const general = { ...finding, rule: 'some-rule' };

/** One comparison with this reason. */
const compared = (outcome: Verdict['outcome'], reason: Reason, part: Partial<Verdict> = {}): Verdict =>
  verdict({ outcome, reason, arms: [spreadOut(), fixed], ...part });

/** Title, lead, sentences. */
const said = (made: Verdict, of = general) => {
  const { title, lead, sentences } = describeVerdict(made, of);
  return [title, lead, ...sentences];
};

describe('a finding that was tested', () => {
  test('confirmed at chance', () =>
    expect(said(compared('confirmed', { kind: 'stuck-at-chance', ...figures() }))).toEqual([
      'This stops learning',
      'This is enough to keep your model from learning.',
      'On made-up data shaped like yours, accuracy stayed at 50.0% (chance is 50%) against 94.5% with the fix, in 5 of 5 runs.',
      'Real data is harder than made-up data, so the fix may not be all it needs.',
    ]));

  test('confirmed at chance with an answer that never changes', () => {
    const same = armResult(
      'asWritten',
      'Your code',
      seeds(5).map((seed) => run(seed, stuck, { outputSpread: 0, initialLoss: 1, finalLoss: 0.21 })),
    );
    expect(said(compared('confirmed', { kind: 'stuck-at-chance', ...figures() }, { arms: [same, fixed] }))).toEqual([
      'This stops learning',
      'This model gives the same answer for every input.',
      'On made-up data shaped like yours, accuracy stayed at 50.0% (chance is 50%) against 94.5% with the fix, in 5 of 5 runs.',
      "Your loss can still fall (here to 21.0% of its start), so don't trust it here.",
    ]);
  });

  test('the caveat of a rule goes before the general one, and only for the backend it is true of', () => {
    const made = compared('confirmed', { kind: 'stuck-at-chance', ...figures() });
    const caveat = "Your loss can still fall, because Keras on TensorFlow computes it from the logits, so don't trust it here.";
    expect(said(made, finding)).toContain(caveat);
    expect(said({ ...made, semantics: { backend: 'keras-jax', keras: 3 } }, finding)).not.toContain(caveat);
  });

  test('confirmed by dead units', () => {
    const dead = armResult(
      'asWritten',
      'Your code',
      seeds(5).map((seed) => {
        const one = run(seed, stuck);
        return { ...one, layers: one.layers.map((layer) => ({ ...layer, dead: 1 })) };
      }),
    );
    expect(said(compared('confirmed', { kind: 'stuck-at-chance', ...figures() }, { arms: [dead, fixed] }))[1]).toBe(
      'Units in your model are dead.',
    );
  });

  test.each<[string, Reason, string]>([
    [
      'with the step',
      { kind: 'nan', runs: 4, step: 12, ...figures({ asWritten: null, better: 4 }) },
      'On made-up data shaped like yours, the loss became NaN in 4 of 5 runs, from about step 12; with the fix it stayed a number and reached 94.5% accuracy.',
    ],
    [
      'without the step',
      { kind: 'nan', runs: 5, step: null, ...figures({ asWritten: null, withFix: null }) },
      'On made-up data shaped like yours, the loss became NaN in 5 of 5 runs; with the fix it stayed a number.',
    ],
  ])('confirmed by NaN, %s', (_, reason, sentence) =>
    expect(said(compared('confirmed', reason)).slice(0, 3)).toEqual([
      'This stops learning',
      'Your loss turns into NaN.',
      sentence,
    ]),
  );

  test('confirmed because no weight moves', () =>
    expect(said(compared('confirmed', { kind: 'weights-unmoved', ...figures() })).slice(0, 3)).toEqual([
      'This stops learning',
      'Your weights never change.',
      'On made-up data shaped like yours, no weight moved in 150 training steps: accuracy stayed at 50.0% (chance is 50%) against 94.5% with the fix, in 5 of 5 runs.',
    ]));

  test('confirmed by the first step', () =>
    expect(
      said(
        compared(
          'confirmed',
          { kind: 'weights-unmoved', ...figures({ asWritten: null, withFix: null }) },
          { evidence: 'one-step' },
        ),
      )[2],
    ).toBe(
      'On made-up data shaped like yours, a training step moved no weight as written, and moved them with the fix, in 5 of 5 runs.',
    ));

  test('confirmed otherwise', () =>
    expect(said(compared('confirmed', { kind: 'difference', ...figures({ asWritten: 0.663, withFix: 0.87 }) }))).toEqual([
      'The fix helps',
      'This holds your model back.',
      'On made-up data shaped like yours, your code reached 66.3% accuracy and the fix 87.0%, better in 5 of 5 runs.',
      'Real data is harder than made-up data, so the fix may not be all it needs.',
    ]));

  test('no difference', () =>
    expect(
      asParagraph(
        describeVerdict(compared('not-reproduced', { kind: 'no-difference', ...figures({ asWritten: 0.95, better: 0 }) }), {
          ...finding,
          rule: 'mse-for-classification',
        }),
      ),
    ).toBe(
      "No difference here. Probably not why you're stuck. On made-up data shaped like yours, your code (95.0% accuracy) and the fix (94.5%) learned equally well in 5 of 5 runs; cross-entropy is still the usual choice.",
    ));

  test('no difference, of a rule without a caveat of its own', () =>
    expect(said(compared('not-reproduced', { kind: 'no-difference', ...figures({ asWritten: 0.95, better: 1 }) }))[2]).toBe(
      'On made-up data shaped like yours, your code (95.0% accuracy) and the fix (94.5%) learned equally well in 4 of 5 runs; on harder data it may still matter.',
    ));

  test('the fix made it worse', () =>
    expect(
      said(compared('fix-worse', { kind: 'difference', ...figures({ asWritten: 0.945, withFix: 0.5, better: 0, worse: 5 }) })),
    ).toEqual([
      'The fix made it worse',
      'Keep your code as it is.',
      'On made-up data shaped like yours, your code reached 94.5% accuracy and the fix only 50.0%, worse in 5 of 5 runs; on your own data it may be different.',
    ]));

  test('neither version learned', () =>
    expect(
      said(
        compared(
          'inconclusive',
          { kind: 'neither-learned', ...figures({ asWritten: 0.102, withFix: 0.11, chance: 0.1 }) },
          { arms: [spreadOut(), { ...fixed, learnedRuns: 1 }] },
        ),
      ),
    ).toEqual([
      "Can't tell: neither version learned",
      'Something else stops it first.',
      'On made-up data shaped like yours, neither your code (10.2% accuracy) nor the fix (11.0%) got past chance (10%) in 150 training steps: your code learned in 0 of 5 runs, the fix in 1 of 5 runs.',
      'Test whether this model can learn at all, or fix the other findings first.',
    ]));

  test('neither had the steps to learn', () => {
    const brief = [spreadOut(), fixed].map((arm) => ({ ...arm, stepsPerRun: 40 }));
    const words = said(compared('inconclusive', { kind: 'neither-learned', ...figures({ withFix: 0.53 }) }, { arms: brief }));
    expect(words[1]).toBe('Both trained too briefly to tell.');
    expect(words.at(-1)).toBe('Your program asks for so few steps that hardly any model learns in them: try more epochs first.');
  });

  test('runs disagree', () =>
    expect(
      said(
        compared('inconclusive', {
          kind: 'runs-disagree',
          ...figures({ asWritten: 0.8, withFix: 0.85, better: 3, worse: 1 }),
        }),
      ),
    ).toEqual([
      "Can't tell: runs disagree",
      'It depends on the random start.',
      'On made-up data shaped like yours, your code reached 80.0% accuracy and the fix 85.0% in the middle run, but the fix was better in 3, worse in 1 and equal in 1 of 5 runs; more runs may settle it.',
    ]));

  test('regression speaks of R²', () => {
    const reason: Reason = { kind: 'difference', ...figures({ asWritten: -0.000551, withFix: 0.975, chance: 0 }) };
    expect(said(compared('confirmed', reason, { judging: { metric: 'r2', on: 'held-out' } }))[2]).toBe(
      'On made-up data shaped like yours, your code reached R² 0.00 and the fix 0.97, better in 5 of 5 runs.',
    );
  });

  test('several fixes are named and ranked', () => {
    const another = armResult(
      'withFix',
      'With fix: Use elu',
      seeds(5).map((seed) => run(seed, { ...learning, metricTo: 0.8 })),
    );
    const one = (arm: number, meanDifference: number): Comparison => ({
      arm,
      outcome: 'confirmed',
      reason: { kind: 'difference', ...figures() },
      meanDifference,
      effectSize: 3,
      p: 0.004,
      better: 5,
      worse: 0,
      pairs: 5,
    });
    const words = said(
      compared(
        'confirmed',
        { kind: 'difference', ...figures() },
        {
          arms: [spreadOut(), fixed, another],
          comparisons: [one(1, 0.44), one(2, 0.3)],
          best: 1,
        },
      ),
    );
    expect(words[2]).toContain('and “Use relu” 94.5%');
    expect(words.at(-1)).toBe(
      `The best of 2 changes tried; the other: “Use elu” ${metricValue('accuracy', another.median.metric)}.`,
    );
  });
});

describe('nothing was measured', () => {
  const untested = (outcome: Verdict['outcome'], reason: Reason) =>
    verdict({ outcome, reason, evidence: 'none', arms: [], comparisons: [] });

  test.each<[Verdict['outcome'], Reason, string]>([
    ['not-testable', { kind: 'not-supported', what: 'layer', name: 'Foo' }, "Can't be tested here: layer Foo is not rebuilt yet"],
    [
      'not-testable',
      { kind: 'not-supported', what: 'the optimizer', name: 'one of several' },
      "Can't be tested here: the optimizer (one of several)",
    ],
    [
      'not-testable',
      { kind: 'not-supported', what: 'this finding', name: 'no fix can be applied by itself' },
      "Can't be tested here: no fix can be applied by itself",
    ],
    ['not-testable', { kind: 'keras-raises', message: 'Shapes differ' }, "Can't be tested here: Keras refuses this program"],
    ['failed', { kind: 'deadline', ms: 120_000 }, 'Test failed: it was not done within 120 seconds'],
    ['failed', { kind: 'deadline', ms: 1000 }, 'Test failed: it was not done within 1 second'],
    ['failed', { kind: 'cancelled' }, 'Test failed: it was cancelled'],
    ['failed', { kind: 'error', message: 'the worker ended with code 1.' }, 'Test failed: the worker ended with code 1'],
  ])('%s %o', (outcome, reason, title) => {
    const words = describeVerdict(untested(outcome, reason), general);
    expect(words.title).toBe(title);
    expect(words.lead).not.toBe('');
    expect(words.assumptions).toEqual([
      'Assumed: Keras 3 on TensorFlow: cross-entropies see the logits behind softmax and sigmoid.',
    ]);
  });

  test('Keras refuses the program as written', () =>
    expect(
      said({ ...untested('confirmed', { kind: 'keras-raises', message: 'Shapes differ' }), evidence: 'keras-raises' }),
    ).toEqual(['This stops learning', 'Keras refuses this program before it trains.', 'It raises: Shapes differ.']));
});

describe('a model alone', () => {
  const alone = (outcome: Verdict['outcome'], part: Partial<Extract<Reason, { kind: 'learned' | 'not-learned' }>>): Verdict =>
    verdict({
      outcome,
      reason: {
        kind: outcome === 'learns' ? 'learned' : 'not-learned',
        metric: 0.95,
        chance: 0.5,
        runs: 5,
        learnedRuns: 5,
        nanRuns: 0,
        unmovedRuns: 0,
        ...part,
      },
      arms: [spreadOut(outcome === 'learns' ? learning : broken)],
      comparisons: [],
    });

  test.each<[string, Verdict, readonly string[]]>([
    [
      'learns',
      alone('learns', {}),
      [
        'Your model can learn',
        'Suspect your data or labels before the model and its optimizer.',
        'On made-up data shaped like yours, it reached 95.0% accuracy (chance is 50%) and learned in 5 of 5 runs; your real data may be harder, or reach it damaged.',
      ],
    ],
    [
      'stays at chance',
      alone('does-not-learn', { metric: 0.5, learnedRuns: 0 }),
      [
        "Your model doesn't learn even easy data",
        'The data is not the (only) problem.',
        'On made-up data shaped like yours, it stayed at 50.0% accuracy (chance is 50%) in 150 training steps and learned in 0 of 5 runs.',
        'Your own data is harder, so look at the model, its optimizer and its loop before the data.',
      ],
    ],
    [
      'NaN',
      alone('does-not-learn', { metric: null, learnedRuns: 0, nanRuns: 5 }),
      [
        "Your model doesn't learn even easy data",
        'Its loss turns into NaN.',
        'On made-up data shaped like yours, the loss became NaN in 5 of 5 runs.',
        'Your own data is harder, so look at the model, its optimizer and its loop before the data.',
      ],
    ],
    [
      'nothing moves',
      alone('does-not-learn', { metric: 0.5, learnedRuns: 0, unmovedRuns: 4 }),
      [
        "Your model doesn't learn even easy data",
        'Its weights never change.',
        'On made-up data shaped like yours, no weight moved in 150 training steps in 4 of 5 runs.',
        'Your own data is harder, so look at the model, its optimizer and its loop before the data.',
      ],
    ],
    [
      'runs disagree',
      alone('inconclusive', { metric: 0.7, learnedRuns: 3 }),
      [
        "Can't tell: runs disagree",
        'It depends on the random start.',
        'On made-up data shaped like yours, it learned in 3 of 5 runs (70.0% accuracy in the middle run, chance is 50%); more runs may settle it.',
      ],
    ],
  ])('%s', (_, made, words) => expect(said(made)).toEqual(words));
});

test('every outcome has a title', () => {
  const outcomes = [
    'confirmed',
    'not-reproduced',
    'fix-worse',
    'inconclusive',
    'not-testable',
    'failed',
    'learns',
    'does-not-learn',
  ] as const;
  const reasons: readonly Reason[] = [
    { kind: 'stuck-at-chance', ...figures() },
    { kind: 'nan', runs: 5, step: 1, ...figures() },
    { kind: 'weights-unmoved', ...figures() },
    { kind: 'difference', ...figures() },
    { kind: 'no-difference', ...figures() },
    { kind: 'neither-learned', ...figures() },
    { kind: 'runs-disagree', ...figures() },
    { kind: 'not-learned', metric: 0.5, chance: 0.5, runs: 5, learnedRuns: 0, nanRuns: 0, unmovedRuns: 0 },
    { kind: 'not-supported', what: 'layer', name: 'Foo' },
    { kind: 'keras-raises', message: '' },
    { kind: 'deadline', ms: 1 },
    { kind: 'cancelled' },
    { kind: 'error', message: 'x' },
  ];
  for (const outcome of outcomes)
    for (const reason of reasons)
      for (const arms of [[], [spreadOut()], [spreadOut(), fixed]]) {
        const words = describeVerdict(verdict({ outcome, reason, arms, comparisons: [] }), general);
        expect(words.title).not.toBe('');
        expect(JSON.stringify(words)).not.toMatch(/undefined|Infinity|\barm\b|\bseed|NaN%/);
      }
});

test('the assumptions say whose data, whose Keras, what was reduced, what decided and what ran', () => {
  const made = verdict({
    data: {
      kind: 'made-up',
      teacher: 'nonlinear',
      samples: 600,
      heldOut: 500,
      reductions: [{ what: 'training samples', from: 60_000, to: 600 }],
    },
  });
  expect(describeVerdict(made, finding, { ...oneUnitSoftmax, budget: { steps: 150 } }).assumptions).toEqual([
    'Made-up data, shaped and scaled like yours, with something to learn in it (a straight line cannot solve it): 600 training samples and 500 held-out.',
    'Assumed: Keras 3 on TensorFlow: cross-entropies see the logits behind softmax and sigmoid.',
    'Made smaller so that the test ends soon: training samples, 60,000 in your code, 600 here.',
    '5 runs of each version, 150 training steps each; accuracy on held-out samples decides.',
    'Your program trains longer: it asks for about 475 steps.',
    'Rebuilt and trained in TensorFlow.js 4.22.0 (WebAssembly); your code was not run.',
  ]);
});

describe('numbers', () => {
  test.each([
    [0, '0%'],
    [1, '100%'],
    [0.5, '50.0%'],
    [0.9449, '94.5%'],
    [0.99999, 'over 99.9%'],
    [0.0001, 'under 0.1%'],
    [12, '1200.0%'],
  ])('%d as percent', (value, text) => expect(percent(value)).toBe(text));

  test.each([
    [0, '0'],
    [12, '12'],
    [12_400.4, '12,400'],
    [0.00123456, '0.00123'],
    [0.000012, '1.2e-5'],
    [2e7, '2e7'],
    [-3.14159, '-3.14'],
    [NaN, 'NaN'],
    [Infinity, 'infinite'],
    [-Infinity, 'minus infinite'],
  ])('%d plainly', (value, text) => expect(plainNumber(value)).toBe(text));

  test('metrics', () => {
    expect(metricValue('accuracy', null)).toBe('NaN');
    expect(metricValue('r2', 0.975)).toBe('0.97');
    expect(metricValue('r2', 0.9999)).toBe('over 0.99');
    expect(metricValue('r2', 1)).toBe('1.00');
    expect(metricValue('r2', -9)).toBe('−9 or less');
    expect(metricValue('r2', -2.264)).toBe('−2.26');
    expect(metricPhrase('balanced-accuracy', 0.5)).toBe('50.0% balanced accuracy');
    expect(metricPhrase('recall', 0)).toBe('0% recall of class 1');
    expect(chanceValue('accuracy', 0.1)).toBe('10%');
    expect(chanceValue('accuracy', 1 / 3)).toBe('33.3%');
    expect(chanceValue('r2', 0)).toBe('0');
  });

  test('plurals', () => {
    expect(plural(1, 'run')).toBe('1 run');
    expect(plural(0, 'run')).toBe('0 runs');
    expect(ofRuns(1, 1)).toBe('1 of 1 run');
    expect(grouped(1_234_567)).toBe('1,234,567');
  });
});
