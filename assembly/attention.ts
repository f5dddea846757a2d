/** Scaled dot products of queries and keys, softened, times values: every sample and head by itself. */
import { softmax, softmaxBack } from './activation';
import { gemm } from './gemm';

/** T[n, k] = B[k, n], the rows of B `rowB` floats apart. */
function turn(B: usize, T: usize, k: i32, n: i32, rowB: i32): void {
  const column = <usize>k << 2,
    row = <usize>rowB << 2;
  for (let p: i32 = 0; p < k; p++, B += row) {
    let from = B,
      to = T + (<usize>p << 2);
    for (let j: i32 = 0; j < n; j++, from += 4, to += column) store<f32>(to, load<f32>(from));
  }
}

/**
 * y[batch, asked, heads, valueSize] of q[batch, asked, heads, size], k[batch, given, heads, size] and v[batch, given, heads, valueSize].
 * shares[batch, heads, asked, given] are kept. mask[batch, given] is 0 where a step does not count; it may be missing. `turned`: room for
 * given x size.
 */
export function attention(
  q: usize,
  k: usize,
  v: usize,
  y: usize,
  shares: usize,
  turned: usize,
  mask: usize,
  batch: i32,
  heads: i32,
  asked: i32,
  given: i32,
  size: i32,
  valueSize: i32,
  scale: f32,
): void {
  const wide = heads * size,
    valueWide = heads * valueSize,
    block = <usize>(asked * given) << 2;
  for (let b: i32 = 0; b < batch; b++) {
    for (let h: i32 = 0; h < heads; h++, shares += block) {
      turn(k + (<usize>(h * size) << 2), turned, given, size, wide);
      gemm(q + (<usize>(h * size) << 2), turned, shares, asked, size, given, wide, 1, given, given, 0);
      let p = shares;
      for (let i: i32 = 0; i < asked; i++)
        for (let j: i32 = 0; j < given; j++, p += 4) {
          const score = load<f32>(p) * scale;
          store<f32>(p, mask ? score + (1 - load<f32>(mask + (<usize>j << 2))) * <f32>-1e9 : score);
        }
      softmax(shares, shares, asked, given, 0);
      gemm(
        shares,
        v + (<usize>(h * valueSize) << 2),
        y + (<usize>(h * valueSize) << 2),
        asked,
        given,
        valueSize,
        given,
        1,
        valueWide,
        valueWide,
        0,
      );
    }
    q += <usize>(asked * wide) << 2;
    k += <usize>(given * wide) << 2;
    v += <usize>(given * valueWide) << 2;
    y += <usize>(asked * valueWide) << 2;
    if (mask) mask += <usize>given << 2;
  }
}

/** Gradients of q, k and v, written whole. `turned`: room for given x valueSize; `scores`: for asked x given. */
export function attentionBack(
  q: usize,
  k: usize,
  v: usize,
  shares: usize,
  dy: usize,
  dq: usize,
  dk: usize,
  dv: usize,
  turned: usize,
  scores: usize,
  batch: i32,
  heads: i32,
  asked: i32,
  given: i32,
  size: i32,
  valueSize: i32,
  scale: f32,
): void {
  const wide = heads * size,
    valueWide = heads * valueSize,
    block = <usize>(asked * given) << 2;
  for (let b: i32 = 0; b < batch; b++) {
    for (let h: i32 = 0; h < heads; h++, shares += block) {
      const at = <usize>(h * size) << 2,
        valueAt = <usize>(h * valueSize) << 2;
      gemm(shares, dy + valueAt, dv + valueAt, given, asked, valueSize, 1, given, valueWide, valueWide, 0);
      turn(v + valueAt, turned, given, valueSize, valueWide);
      gemm(dy + valueAt, turned, scores, asked, valueSize, given, valueWide, 1, given, given, 0);
      softmaxBack(shares, scores, scores, asked, given, 0, 0);
      let p = scores;
      for (let i: i32 = 0; i < asked * given; i++, p += 4) store<f32>(p, load<f32>(p) * scale);
      gemm(scores, k + at, dq + at, asked, given, size, given, 1, wide, wide, 0);
      gemm(scores, q + at, dk + at, given, asked, size, 1, given, wide, wide, 0);
    }
    q += <usize>(asked * wide) << 2;
    k += <usize>(given * wide) << 2;
    v += <usize>(given * valueWide) << 2;
    dq += <usize>(asked * wide) << 2;
    dk += <usize>(given * wide) << 2;
    dv += <usize>(given * valueWide) << 2;
    dy += <usize>(asked * valueWide) << 2;
  }
}
