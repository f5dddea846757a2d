import { expect, test } from 'vitest';
import { makeTask, type Values } from '../../src/experiment/data';
import type { DataSpec } from '../../src/experiment/data-spec';
import { prepare } from '../../src/experiment/prepare';
import { soundUpdate, type Arm } from '../../src/experiment/experiment';

const affine = { kind: 'affine', scale: 1, offset: 0 } as const;
const base: DataSpec = {
  inputs: [{ kind: 'features', shape: [8], values: affine, dtype: 'float32' }],
  targets: [{ kind: 'binary' }],
  samples: 400,
  heldOut: 200,
  teacher: 'linear',
  order: 'shuffled',
};

const arm = (part: Partial<Arm>): Arm => ({
  role: 'asWritten',
  title: 'Your code',
  model: { nodes: [], inputs: [], outputs: [] },
  heads: [],
  optimizer: { class: 'SGD', config: {} },
  inputs: [{ steps: [] }],
  targets: [{ encoding: 'index', steps: [] }],
  fit: { epochs: 1, batchSize: 32, shuffle: true },
  update: soundUpdate,
  ...part,
});

const columns = (values: Values, c: number): number[] => {
  const width = values.shape.slice(1).reduce((a, b) => a * b, 1);
  return Array.from({ length: values.shape[0] ?? 0 }, (_, i) => values.data[i * width + c] ?? NaN);
};
const average = (list: readonly number[]) => list.reduce((a, b) => a + b, 0) / list.length;
const spread = (list: readonly number[]) => {
  const middle = average(list);
  return Math.sqrt(average(list.map((x) => (x - middle) ** 2)));
};

test('equal seeds make equal tasks, different seeds different ones', () => {
  const [a, b, c] = [makeTask(base, 3), makeTask(base, 3), makeTask(base, 4)];
  expect(a.training.inputs[0]?.data).toEqual(b.training.inputs[0]?.data);
  expect(a.heldOut.targets).toEqual(b.heldOut.targets);
  expect(a.training.inputs[0]?.data).not.toEqual(c.training.inputs[0]?.data);
});

test('features have the scale and offset asked for, feature by feature', () => {
  const { training } = makeTask(
    {
      ...base,
      inputs: [{ kind: 'features', shape: [2], values: { kind: 'affine', scale: [1, 1000], offset: [5, -3] }, dtype: 'float32' }],
    },
    1,
  );
  const values = training.inputs[0];
  if (values === undefined) throw new Error('no input');
  expect(average(columns(values, 0))).toBeCloseTo(5, 6);
  expect(spread(columns(values, 1))).toBeCloseTo(1000, 6);
  expect(average(columns(values, 1))).toBeCloseTo(-3, 6);
});

test('ranges are kept, and integer inputs are whole', () => {
  const { training } = makeTask(
    {
      ...base,
      inputs: [{ kind: 'image', shape: [8, 8, 1], values: { kind: 'range', min: 0, max: 255 }, dtype: 'uint8' }],
      targets: [{ kind: 'classes', classes: 10 }],
    },
    1,
  );
  const data = training.inputs[0]?.data ?? new Float64Array();
  expect(Math.min(...data)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...data)).toBeLessThanOrEqual(255);
  expect(data.every((x) => Number.isInteger(x))).toBe(true);
  expect(spread([...data])).toBeGreaterThan(50);
});

/** Training accuracy of the nearest-class-mean rule: a linear model, so it says what a linear model can see. */
function nearestMean(data: DataSpec, seed: number): number {
  const { training, heldOut } = makeTask(data, seed);
  const of = (part: typeof training) => {
    const truth = part.targets[0];
    const values = part.inputs[0];
    if (truth?.kind !== 'classes' || values === undefined) throw new Error('classes expected');
    return { ids: truth.ids, width: values.data.length / part.count, data: values.data, classes: truth.classes };
  };
  const { ids, width, data: x, classes } = of(training);
  const means = Array.from({ length: classes }, () => new Float64Array(width));
  const counts = new Float64Array(classes);
  ids.forEach((id, i) => {
    counts[id] = (counts[id] ?? 0) + 1;
    for (let j = 0; j < width; j++) (means[id] as Float64Array)[j] = (means[id]?.[j] ?? 0) + (x[i * width + j] ?? 0);
  });
  means.forEach((m, c) => m.forEach((v, j) => (m[j] = v / (counts[c] ?? 1))));
  const test = of(heldOut);
  let right = 0;
  test.ids.forEach((id, i) => {
    const distances = means.map((m) => m.reduce((sum, v, j) => sum + ((test.data[i * width + j] ?? 0) - v) ** 2, 0));
    if (distances.indexOf(Math.min(...distances)) === id) right++;
  });
  return right / test.ids.length;
}

test('a linear rule solves linear tasks, and of nonlinear ones no more than the half that lies on one side', () => {
  const kinds: DataSpec['inputs'] = [
    { kind: 'features', shape: [8], values: affine, dtype: 'float32' },
    { kind: 'image', shape: [12, 12, 1], values: affine, dtype: 'float32' },
    { kind: 'sequence', shape: [15, 4], values: affine, dtype: 'float32' },
  ];
  for (const input of kinds) {
    for (const classes of [2, 5]) {
      const data: DataSpec = { ...base, inputs: [input], targets: [{ kind: 'classes', classes }] };
      expect(nearestMean(data, 1), `linear ${input.kind} ${classes}`).toBeGreaterThan(0.9);
      const runs = [1, 2, 3, 4, 5, 6].map((seed) => nearestMean({ ...data, teacher: 'nonlinear' }, seed));
      expect(average(runs), `nonlinear ${input.kind} ${classes}`).toBeLessThan(0.6);
    }
  }
});

test('class shares and class order are those asked for', () => {
  const { training } = makeTask({ ...base, targets: [{ kind: 'binary', share: 0.05 }], order: 'class-ordered' }, 2);
  const truth = training.targets[0];
  if (truth?.kind !== 'classes') throw new Error('classes expected');
  expect(truth.ids.reduce((a, b) => a + b, 0)).toBe(20);
  expect([...truth.ids]).toEqual([...truth.ids].sort());
});

test('a regression target can be predicted from the features, on its own scale', () => {
  const data: DataSpec = {
    ...base,
    inputs: [{ kind: 'features', shape: [1], values: affine, dtype: 'float32' }],
    targets: [{ kind: 'regression', shape: [1], values: { kind: 'affine', scale: 1000, offset: 5000 } }],
  };
  const { training } = makeTask(data, 1);
  const truth = training.targets[0];
  const x = [...(training.inputs[0]?.data ?? [])];
  if (truth?.kind !== 'regression') throw new Error('regression expected');
  const y = [...truth.values];
  expect(average(y)).toBeGreaterThan(4800);
  expect(spread(y)).toBeGreaterThan(900);
  const [mx, my, sx, sy] = [average(x), average(y), spread(x), spread(y)];
  const correlation = average(x.map((v, i) => ((v - mx) * ((y[i] ?? 0) - my)) / sx / sy));
  expect(Math.abs(correlation)).toBeGreaterThan(0.98);
});

test('arms prepare the same task differently, and fit scalers to the training part', () => {
  const data: DataSpec = {
    ...base,
    inputs: [{ kind: 'features', shape: [3], values: { kind: 'affine', scale: 50, offset: 10 }, dtype: 'float32' }],
  };
  const task = makeTask(data, 1);
  const raw = prepare(task, arm({}), 1);
  const fixed = prepare(
    task,
    arm({ inputs: [{ steps: [{ kind: 'standardize' }] }], targets: [{ encoding: 'one-hot', steps: [] }] }),
    1,
  );
  expect(raw.training.inputs[0]?.data).toEqual(task.training.inputs[0]?.data);
  expect(raw.training.targets[0]?.shape).toEqual([400]);
  expect(fixed.training.targets[0]?.shape).toEqual([400, 2]);
  const scaled = fixed.training.inputs[0];
  if (scaled === undefined) throw new Error('no input');
  expect(average(columns(scaled, 1))).toBeCloseTo(0, 9);
  expect(spread(columns(scaled, 1))).toBeCloseTo(1, 9);
  const heldOut = fixed.heldOut.inputs[0];
  expect(Math.abs(average(heldOut ? columns(heldOut, 1) : [1]))).toBeGreaterThan(1e-6);
});

test('labels drawn without looking keep their shares and lose the features', () => {
  const task = makeTask(base, 1);
  const own = prepare(task, arm({ targets: [{ encoding: 'index', layout: 'column', steps: [], labels: 'independent' }] }), 1);
  const teacher = prepare(task, arm({}), 1);
  expect(own.training.targets[0]?.shape).toEqual([400, 1]);
  const a = own.training.targets[0]?.data ?? new Float64Array();
  const b = teacher.training.targets[0]?.data ?? new Float64Array();
  expect(a.reduce((x, y) => x + y, 0)).toBe(b.reduce((x, y) => x + y, 0));
  expect(a.filter((v, i) => v === b[i]).length / 400).toBeLessThan(0.6);
});

test('tokens stay in the vocabulary and padding is zero at the side asked for', () => {
  const data: DataSpec = {
    ...base,
    inputs: [{ kind: 'tokens', shape: [20], vocabulary: 50, padding: { share: 0.5, side: 'post' }, dtype: 'int32' }],
  };
  const { training } = makeTask(data, 1);
  const ids = training.inputs[0]?.data ?? new Float64Array();
  expect(Math.max(...ids)).toBeLessThan(50);
  expect(Math.min(...ids)).toBe(0);
  expect(ids.filter((id, i) => i % 20 === 0 && id === 0).length).toBe(0);
});

test('one label per position follows the input position', () => {
  const data: DataSpec = {
    ...base,
    inputs: [{ kind: 'image', shape: [8, 8, 3], values: affine, dtype: 'float32' }],
    targets: [{ kind: 'binary', shape: [8, 8] }],
  };
  const { training } = makeTask(data, 1);
  const truth = training.targets[0];
  if (truth?.kind !== 'classes') throw new Error('classes expected');
  expect(truth.ids.length).toBe(400 * 64);
  const x = training.inputs[0]?.data ?? new Float64Array();
  const means = [0, 1].map((id) =>
    [0, 1, 2].map((c) => average([...truth.ids].flatMap((v, i) => (v === id ? [x[i * 3 + c] ?? 0] : [])))),
  );
  const distance = Math.sqrt([0, 1, 2].reduce((sum, c) => sum + ((means[0]?.[c] ?? 0) - (means[1]?.[c] ?? 0)) ** 2, 0));
  expect(distance).toBeGreaterThan(1);
});
