import type { InputSpec } from '../data-spec';
import type { Random } from '../random';
import { at, interpolation, sizeOf } from './numbers';

/** Makes one candidate pattern the size of a sample: what a class centre or a factor of a regression looks like in this kind of input. */
export function patternOf(spec: InputSpec, random: Random): Float64Array {
  switch (spec.kind) {
    case 'features':
      return random.normals(sizeOf(spec.shape));
    case 'sequence':
      return path(spec.shape, random);
    case 'image':
      return picture(spec.shape, random);
    case 'tokens':
      return new Float64Array(sizeOf(spec.shape));
  }
}

/** A smooth course over time, each feature its own. */
function path(shape: readonly number[], random: Random): Float64Array {
  const steps = at(shape, 0);
  const width = sizeOf(shape.slice(1));
  const knots = Math.min(steps, 5);
  const coarse = random.normals(knots * width);
  const between = interpolation(knots, steps);
  const out = new Float64Array(steps * width);
  for (let t = 0; t < steps; t++) {
    const [left, right, weight] = between(t);
    for (let f = 0; f < width; f++)
      out[t * width + f] = at(coarse, left * width + f) * (1 - weight) + at(coarse, right * width + f) * weight;
  }
  return out;
}

/** Light and dark regions (a 4x4 grid drawn out smoothly) under a texture that repeats every 3 pixels, so that both place and texture tell. */
function picture(shape: readonly number[], random: Random): Float64Array {
  const [height = 1, width = 1] = shape;
  const channels = sizeOf(shape.slice(2));
  const rows = Math.min(height, 4);
  const columns = Math.min(width, 4);
  const coarse = random.normals(rows * columns * channels);
  const texture = random.normals(9 * channels);
  const row = interpolation(rows, height);
  const column = interpolation(columns, width);
  const out = new Float64Array(height * width * channels);
  for (let y = 0; y < height; y++) {
    const [top, bottom, down] = row(y);
    for (let x = 0; x < width; x++) {
      const [left, right, across] = column(x);
      for (let c = 0; c < channels; c++) {
        const value = (r: number, k: number): number => at(coarse, (r * columns + k) * channels + c);
        const upper = value(top, left) * (1 - across) + value(top, right) * across;
        const lower = value(bottom, left) * (1 - across) + value(bottom, right) * across;
        out[(y * width + x) * channels + c] =
          upper * (1 - down) + lower * down + 0.7 * at(texture, ((y % 3) * 3 + (x % 3)) * channels + c);
      }
    }
  }
  return out;
}
