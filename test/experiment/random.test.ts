import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { stream } from '../../src/experiment/random';

interface Recording {
  readonly cases: readonly {
    readonly seed: number;
    readonly label: string;
    readonly uint32: readonly number[];
    readonly uniform: readonly number[];
    readonly normal: readonly number[];
    readonly truncatedNormal: readonly number[];
    readonly permutation: readonly number[];
    readonly sumOfNormals: number;
  }[];
}

const recording = JSON.parse(readFileSync(new URL('./recordings/random.json', import.meta.url), 'utf8')) as Recording;

test('makes exactly the numbers numpy makes', () => {
  expect(recording.cases.length).toBe(4);
  for (const { seed, label, ...expected } of recording.cases) {
    const many = <T>(n: number, draw: () => T): T[] => Array.from({ length: n }, draw);
    const of = () => stream(seed, label);
    const [a, b, c, d] = [of(), of(), of(), of()];
    expect(many(8, () => a.uint32())).toEqual(expected.uint32);
    expect(many(8, () => b.uniform())).toEqual(expected.uniform);
    expect(many(8, () => c.normal())).toEqual(expected.normal);
    expect(many(40, () => d.truncatedNormal())).toEqual(expected.truncatedNormal);
    expect([...of().permutation(20)]).toEqual(expected.permutation);
    expect(
      of()
        .normals(10000)
        .reduce((sum, x) => sum + x, 0),
    ).toBe(expected.sumOfNormals);
  }
});

test('is uniform, normal and free of correlation between streams', () => {
  const a = stream(1, 'a').normals(20000);
  const b = stream(2, 'a').normals(20000);
  const moment = (of: (i: number) => number) => a.reduce((sum, _, i) => sum + of(i), 0) / a.length;
  expect(Math.abs(moment((i) => a[i] ?? 0))).toBeLessThan(0.025);
  expect(Math.abs(moment((i) => (a[i] ?? 0) ** 2) - 1)).toBeLessThan(0.04);
  expect(Math.abs(moment((i) => (a[i] ?? 0) * (b[i] ?? 0)))).toBeLessThan(0.025);
  expect(Math.abs(moment((i) => (a[i] ?? 0) * (a[i + 1] ?? 0)))).toBeLessThan(0.025);
  const cells = new Float64Array(16);
  for (const u of stream(3, 'u').uniforms(32000)) cells[Math.floor(u * 16)] = (cells[Math.floor(u * 16)] ?? 0) + 1;
  const chiSquare = cells.reduce((sum, n) => sum + (n - 2000) ** 2 / 2000, 0);
  expect(chiSquare).toBeLessThan(37.7); // 15 degrees of freedom, p = 0.001
});
