/** Embeddings and one step of the recurrent cells with tanh and sigmoid; arrays are [batch, ...] and belong to one step. */
import { sigmoid4, tanh4 } from './exponential';

/** Rows of a table by id (as float32); zeros for an id that it has not. */
export function embed(ids: usize, table: usize, y: usize, count: i32, vocabulary: i32, width: i32): void {
  const bytes = <usize>width << 2;
  for (let i: i32 = 0; i < count; i++, ids += 4, y += bytes) {
    const id = <i32>load<f32>(ids);
    if (id < 0 || id >= vocabulary) memory.fill(y, 0, bytes);
    else memory.copy(y, table + <usize>id * bytes, bytes);
  }
}

/** Adds every gradient to the row it came from. */
export function embedBack(ids: usize, dy: usize, dtable: usize, count: i32, vocabulary: i32, width: i32): void {
  const bytes = <usize>width << 2;
  for (let i: i32 = 0; i < count; i++, ids += 4, dy += bytes) {
    const id = <i32>load<f32>(ids);
    if (id < 0 || id >= vocabulary) continue;
    const row = dtable + <usize>id * bytes;
    let j: i32 = 0;
    for (; j + 3 < width; j += 4) {
      const o = <usize>j << 2;
      v128.store(row + o, f32x4.add(v128.load(row + o), v128.load(dy + o)));
    }
    for (; j < width; j++) {
      const o = <usize>j << 2;
      store<f32>(row + o, load<f32>(row + o) + load<f32>(dy + o));
    }
  }
}

/** y[outer, inner, width] = x[inner, outer, width]; `reversed`: the inner axis of y from its end. `add`: to what is there. */
export function swapAxes(x: usize, y: usize, inner: i32, outer: i32, width: i32, reversed: i32, add: i32): void {
  const bytes = <usize>width << 2;
  for (let o: i32 = 0; o < outer; o++)
    for (let i: i32 = 0; i < inner; i++) {
      const from = x + <usize>(i * outer + o) * bytes;
      const to = y + <usize>(o * inner + (reversed ? inner - 1 - i : i)) * bytes;
      if (!add) memory.copy(to, from, bytes);
      else
        for (let j: usize = 0; j < bytes; j += 4) store<f32>(to + j, load<f32>(to + j) + load<f32>(from + j));
    }
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function take(p: usize, four: bool): v128 {
  return four ? v128.load(p) : v128.load_splat<f32>(p);
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function put(p: usize, v: v128, four: bool): void {
  if (four) v128.store(p, v);
  else store<f32>(p, f32x4.extract_lane(v, 0));
}

/** Gates i, f, c, o of projected + inner; the new carried state, its tanh in `kept`, and the output. */
export function lstm(
  projected: usize,
  inner: usize,
  carried: usize,
  nextCarried: usize,
  output: usize,
  gates: usize,
  kept: usize,
  rows: i32,
  units: i32,
): void {
  const w = <usize>units << 2;
  for (let r: i32 = 0; r < rows; r++) {
    let j: i32 = 0;
    while (j < units) {
      const four = j + 3 < units;
      const k = <usize>(r * units + j) << 2,
        q = <usize>(r * 4 * units + j) << 2;
      const i = sigmoid4(f32x4.add(take(projected + q, four), take(inner + q, four)));
      const f = sigmoid4(f32x4.add(take(projected + q + w, four), take(inner + q + w, four)));
      const c = tanh4(f32x4.add(take(projected + q + 2 * w, four), take(inner + q + 2 * w, four)));
      const o = sigmoid4(f32x4.add(take(projected + q + 3 * w, four), take(inner + q + 3 * w, four)));
      const state = f32x4.add(f32x4.mul(f, take(carried + k, four)), f32x4.mul(i, c));
      const t = tanh4(state);
      put(gates + q, i, four);
      put(gates + q + w, f, four);
      put(gates + q + 2 * w, c, four);
      put(gates + q + 3 * w, o, four);
      put(nextCarried + k, state, four);
      put(kept + k, t, four);
      put(output + k, f32x4.mul(o, t), four);
      j += four ? 4 : 1;
    }
  }
}

/** Gradient of what went into the gates; dCarried is that of the new state on the way in, of the one before on the way out. */
export function lstmBack(
  carried: usize,
  gates: usize,
  kept: usize,
  dOutput: usize,
  dCarried: usize,
  dProjected: usize,
  rows: i32,
  units: i32,
): void {
  const w = <usize>units << 2,
    one = f32x4.splat(1);
  for (let r: i32 = 0; r < rows; r++) {
    let j: i32 = 0;
    while (j < units) {
      const four = j + 3 < units;
      const k = <usize>(r * units + j) << 2,
        q = <usize>(r * 4 * units + j) << 2;
      const i = take(gates + q, four),
        f = take(gates + q + w, four),
        c = take(gates + q + 2 * w, four),
        o = take(gates + q + 3 * w, four);
      const t = take(kept + k, four),
        d = take(dOutput + k, four);
      const state = f32x4.add(take(dCarried + k, four), f32x4.mul(f32x4.mul(d, o), f32x4.sub(one, f32x4.mul(t, t))));
      put(dProjected + q, f32x4.mul(f32x4.mul(state, c), f32x4.mul(i, f32x4.sub(one, i))), four);
      put(dProjected + q + w, f32x4.mul(f32x4.mul(state, take(carried + k, four)), f32x4.mul(f, f32x4.sub(one, f))), four);
      put(dProjected + q + 2 * w, f32x4.mul(f32x4.mul(state, i), f32x4.sub(one, f32x4.mul(c, c))), four);
      put(dProjected + q + 3 * w, f32x4.mul(f32x4.mul(d, t), f32x4.mul(o, f32x4.sub(one, o))), four);
      put(dCarried + k, f32x4.mul(state, f), four);
      j += four ? 4 : 1;
    }
  }
}

/** Gates z, r, h, the reset after the product; `kept` holds the product that r resets. */
export function gru(
  projected: usize,
  inner: usize,
  before: usize,
  output: usize,
  gates: usize,
  kept: usize,
  rows: i32,
  units: i32,
): void {
  const w = <usize>units << 2,
    one = f32x4.splat(1);
  for (let row: i32 = 0; row < rows; row++) {
    let j: i32 = 0;
    while (j < units) {
      const four = j + 3 < units;
      const k = <usize>(row * units + j) << 2,
        q = <usize>(row * 3 * units + j) << 2;
      const z = sigmoid4(f32x4.add(take(projected + q, four), take(inner + q, four)));
      const r = sigmoid4(f32x4.add(take(projected + q + w, four), take(inner + q + w, four)));
      const reset = take(inner + q + 2 * w, four);
      const h = tanh4(f32x4.add(take(projected + q + 2 * w, four), f32x4.mul(r, reset)));
      put(gates + q, z, four);
      put(gates + q + w, r, four);
      put(gates + q + 2 * w, h, four);
      put(kept + k, reset, four);
      put(output + k, f32x4.add(f32x4.mul(z, take(before + k, four)), f32x4.mul(f32x4.sub(one, z), h)), four);
      j += four ? 4 : 1;
    }
  }
}

/** Gradients of `projected`, of `inner`, and of `before` where it is used outside of inner. */
export function gruBack(
  before: usize,
  gates: usize,
  kept: usize,
  dOutput: usize,
  dProjected: usize,
  dInner: usize,
  dBefore: usize,
  rows: i32,
  units: i32,
): void {
  const w = <usize>units << 2,
    one = f32x4.splat(1);
  for (let row: i32 = 0; row < rows; row++) {
    let j: i32 = 0;
    while (j < units) {
      const four = j + 3 < units;
      const k = <usize>(row * units + j) << 2,
        q = <usize>(row * 3 * units + j) << 2;
      const z = take(gates + q, four),
        r = take(gates + q + w, four),
        h = take(gates + q + 2 * w, four);
      const d = take(dOutput + k, four);
      const candidate = f32x4.mul(f32x4.mul(d, f32x4.sub(one, z)), f32x4.sub(one, f32x4.mul(h, h)));
      const dz = f32x4.mul(f32x4.mul(d, f32x4.sub(take(before + k, four), h)), f32x4.mul(z, f32x4.sub(one, z)));
      const dr = f32x4.mul(f32x4.mul(candidate, take(kept + k, four)), f32x4.mul(r, f32x4.sub(one, r)));
      put(dProjected + q, dz, four);
      put(dProjected + q + w, dr, four);
      put(dProjected + q + 2 * w, candidate, four);
      put(dInner + q, dz, four);
      put(dInner + q + w, dr, four);
      put(dInner + q + 2 * w, f32x4.mul(candidate, r), four);
      put(dBefore + k, f32x4.mul(d, z), four);
      j += four ? 4 : 1;
    }
  }
}
