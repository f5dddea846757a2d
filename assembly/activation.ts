/** Activation functions and their derivatives; numbers of kinds as in src/probe/compiled/activations.ts. */
import { exp4, sigmoid4, tanh4 } from './exponential';

const SELU_ALPHA: f64 = 1.6732632423543772;
const SELU_SCALE: f64 = 1.0507009873554805;
const ROOT_2_OVER_PI: f64 = 0.7978845608028654;
const ROOT_HALF: f64 = 0.7071067811865476;
const TWO_OVER_ROOT_PI: f64 = 1.1283791670955126;

/** Abramowitz and Stegun 7.1.26 is too coarse for gradients: a series near 0, a continued fraction beyond 2. */
function erf(x: f64): f64 {
  const a = Math.abs(x);
  if (a > 6) return x > 0 ? 1 : -1;
  if (a < 2.5) {
    let term = x,
      sum = x;
    for (let n: i32 = 1; n < 60; n++) {
      term *= (-x * x) / <f64>n;
      const next = sum + term / <f64>(2 * n + 1);
      if (next == sum) break;
      sum = next;
    }
    return TWO_OVER_ROOT_PI * sum;
  }
  let tail: f64 = 0;
  for (let n: i32 = 40; n > 0; n--) tail = (<f64>n * 0.5) / (a + tail);
  const complement = Math.exp(-a * a) / ((a + tail) * Math.sqrt(Math.PI));
  return x > 0 ? 1 - complement : complement - 1;
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function softplus(x: f64): f64 {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function sigmoid(x: f64): f64 {
  return 1 / (1 + Math.exp(-x));
}

/** The kinds of which four at once are not worth it. */
function value(kind: i32, x: f64, a: f64, b: f64, c: f64): f64 {
  switch (kind) {
    case 3: {
      // rectify: slope a, highest b, threshold c
      let above = c == 0 ? Math.max(x, 0) : x > c ? x : x * 0;
      if (above > b) above = b;
      return a == 0 ? above : above - a * Math.max(c - x, 0);
    }
    case 4: // clip to a .. b
      return x < a ? a : x > b ? b : x;
    case 5:
      return softplus(x);
    case 6:
      return x / (Math.abs(x) + 1);
    case 7: // elu
      return x > 0 ? x : a * Math.expm1(x);
    case 8: // selu
      return x > 0 ? SELU_SCALE * x : SELU_SCALE * SELU_ALPHA * Math.expm1(x);
    case 9: // celu
      return x > 0 ? x : a * Math.expm1(x / a);
    case 10: // silu
      return x * sigmoid(x);
    case 11: // gelu
      return 0.5 * x * (erf(x * ROOT_HALF) + 1);
    case 12: // gelu, approximate
      return 0.5 * x * (Math.tanh((x * x * x * 0.044715 + x) * ROOT_2_OVER_PI) + 1);
    case 13:
      return Math.exp(x);
    case 14: {
      // hard sigmoid: clip(a x + b, 0, 1)
      const y = a * x + b;
      return y < 0 ? 0 : y > 1 ? 1 : y;
    }
    case 15: {
      const y = a * x + b;
      return x * (y < 0 ? 0 : y > 1 ? 1 : y);
    }
    case 16: // mish
      return x * Math.tanh(softplus(x));
    case 17: // log sigmoid
      return -softplus(-x);
    case 18: // tanh shrink
      return x - Math.tanh(x);
    case 19: // squareplus
      return 0.5 * (x + Math.sqrt(x * x + a));
    case 20: // soft shrink
      return Math.max(x - a, 0) - Math.max(-x - a, 0);
    case 21: // hard shrink
      return Math.abs(x) > a ? x : x * 0;
    case 22: // sparse plus
      return x >= 1 ? x : x <= -1 ? 0 : 0.25 * (x + 1) * (x + 1);
    case 23:
      return x * x;
    case 24:
      return Math.sqrt(x);
    case 25:
      return Math.log(x);
    case 26:
      return Math.abs(x);
    case 27: // a x + b
      return a * x + b;
    default:
      return x;
  }
}

/** The derivative at x, with y the value there. */
function slope(kind: i32, x: f64, y: f64, a: f64, b: f64, c: f64): f64 {
  switch (kind) {
    case 0:
      return y > 0 ? 1 : 0;
    case 1:
      return y * (1 - y);
    case 2:
      return 1 - y * y;
    case 3: {
      const above = c == 0 ? (x > 0 ? x : 0) : x > c ? x : 0;
      const rising: f64 = x > c && above <= b ? 1 : 0;
      return c - x > 0 ? rising + a : rising;
    }
    case 4:
      return x >= a && x <= b ? 1 : 0;
    case 5:
      return sigmoid(x);
    case 6: {
      const d = Math.abs(x) + 1;
      return 1 / (d * d);
    }
    case 7:
      return x > 0 ? 1 : a * Math.exp(x);
    case 8:
      return x > 0 ? SELU_SCALE : SELU_SCALE * SELU_ALPHA * Math.exp(x);
    case 9:
      return x > 0 ? 1 : Math.exp(x / a);
    case 10: {
      const s = sigmoid(x);
      return s + x * s * (1 - s);
    }
    case 11:
      return 0.5 * (erf(x * ROOT_HALF) + 1) + 0.5 * x * TWO_OVER_ROOT_PI * ROOT_HALF * Math.exp(-0.5 * x * x);
    case 12: {
      const t = Math.tanh((x * x * x * 0.044715 + x) * ROOT_2_OVER_PI);
      return 0.5 * (t + 1) + 0.5 * x * (1 - t * t) * ROOT_2_OVER_PI * (1 + 3 * 0.044715 * x * x);
    }
    case 13:
      return y;
    case 14: {
      const z = a * x + b;
      return z >= 0 && z <= 1 ? a : 0;
    }
    case 15: {
      const z = a * x + b;
      return z < 0 ? 0 : z > 1 ? 1 : z + a * x;
    }
    case 16: {
      const t = Math.tanh(softplus(x));
      return t + x * (1 - t * t) * sigmoid(x);
    }
    case 17:
      return sigmoid(-x);
    case 18: {
      const t = Math.tanh(x);
      return t * t;
    }
    case 19:
      return 0.5 * (1 + x / Math.sqrt(x * x + a));
    case 20:
    case 21:
      return Math.abs(x) > a ? 1 : 0;
    case 22:
      return x >= 1 ? 1 : x <= -1 ? 0 : 0.5 * (x + 1);
    case 23:
      return 2 * x;
    case 24:
      return 0.5 / y;
    case 25:
      return 1 / x;
    case 26:
      return x > 0 ? 1 : x < 0 ? -1 : 0;
    case 27:
      return a;
    default:
      return 1;
  }
}

/** y[n] = f(x); y may be x. */
export function activate(kind: i32, x: usize, y: usize, n: i32, a: f64, b: f64, c: f64): void {
  let i: i32 = 0;
  if (kind == 0) {
    const zero = f32x4.splat(0);
    for (; i + 3 < n; i += 4, x += 16, y += 16) v128.store(y, f32x4.max(v128.load(x), zero));
    for (; i < n; i++, x += 4, y += 4) store<f32>(y, max<f32>(load<f32>(x), 0));
  } else if (kind <= 2) {
    for (; i + 3 < n; i += 4, x += 16, y += 16) v128.store(y, kind == 1 ? sigmoid4(v128.load(x)) : tanh4(v128.load(x)));
    for (; i < n; i++, x += 4, y += 4) {
      const v = f32x4.splat(load<f32>(x));
      store<f32>(y, f32x4.extract_lane(kind == 1 ? sigmoid4(v) : tanh4(v), 0));
    }
  } else for (; i < n; i++, x += 4, y += 4) store<f32>(y, <f32>value(kind, load<f32>(x), a, b, c));
}

/** dx[n] = dy * f'(x) + (add ? dx : 0); dx may be dy. Kinds 0 to 2 need y only. */
export function activateBack(
  kind: i32,
  x: usize,
  y: usize,
  dy: usize,
  dx: usize,
  n: i32,
  a: f64,
  b: f64,
  c: f64,
  add: i32,
): void {
  let i: i32 = 0;
  if (kind <= 2) {
    const one = f32x4.splat(1),
      zero = f32x4.splat(0);
    for (; i + 3 < n; i += 4, y += 16, dy += 16, dx += 16) {
      const v = v128.load(y),
        d = v128.load(dy);
      let g: v128;
      // A product, because a gradient that is not a number stays one.
      if (kind == 0) g = f32x4.mul(d, v128.and(one, f32x4.gt(v, zero)));
      else if (kind == 1) g = f32x4.mul(d, f32x4.mul(v, f32x4.sub(one, v)));
      else g = f32x4.mul(d, f32x4.sub(one, f32x4.mul(v, v)));
      v128.store(dx, add ? f32x4.add(v128.load(dx), g) : g);
    }
    for (; i < n; i++, y += 4, dy += 4, dx += 4) {
      const g = load<f32>(dy) * <f32>slope(kind, 0, load<f32>(y), a, b, c);
      store<f32>(dx, add ? load<f32>(dx) + g : g);
    }
    return;
  }
  for (; i < n; i++, x += 4, y += 4, dy += 4, dx += 4) {
    const g = load<f32>(dy) * <f32>slope(kind, load<f32>(x), load<f32>(y), a, b, c);
    store<f32>(dx, add ? load<f32>(dx) + g : g);
  }
}

/** Over each row of n; `logs` gives log softmax. */
export function softmax(x: usize, y: usize, rows: i32, n: i32, logs: i32): void {
  const width = <usize>n << 2;
  for (let r: i32 = 0; r < rows; r++, x += width, y += width) {
    let highest: f32 = -Infinity;
    for (let j: i32 = 0; j < n; j++) highest = max<f32>(highest, load<f32>(x + (<usize>j << 2)));
    let sum: f64 = 0;
    const four = f32x4.splat(highest);
    let i: i32 = 0;
    for (; i + 3 < n; i += 4) {
      const o = <usize>i << 2;
      const e = exp4(f32x4.sub(v128.load(x + o), four));
      if (!logs) v128.store(y + o, e);
      sum +=
        <f64>f32x4.extract_lane(e, 0) +
        <f64>f32x4.extract_lane(e, 1) +
        (<f64>f32x4.extract_lane(e, 2) + <f64>f32x4.extract_lane(e, 3));
    }
    for (; i < n; i++) {
      const o = <usize>i << 2;
      const e = f32x4.extract_lane(exp4(f32x4.splat(load<f32>(x + o) - highest)), 0);
      if (!logs) store<f32>(y + o, e);
      sum += e;
    }
    if (logs) {
      const log = Math.log(sum);
      for (let j: i32 = 0; j < n; j++) {
        const o = <usize>j << 2;
        store<f32>(y + o, <f32>(<f64>(load<f32>(x + o) - highest) - log));
      }
    } else {
      const total = <f32>sum;
      for (let j: i32 = 0; j < n; j++) {
        const o = <usize>j << 2;
        const share = load<f32>(y + o) / total;
        // As exponential.ts: below the smallest normal number there is nothing.
        store<f32>(y + o, share < 1.17549435e-38 ? 0 : share);
      }
    }
  }
}

/** dx = y (dy - sum of dy y); of log softmax dx = dy - exp(y) sum of dy. */
export function softmaxBack(y: usize, dy: usize, dx: usize, rows: i32, n: i32, logs: i32, add: i32): void {
  const width = <usize>n << 2;
  for (let r: i32 = 0; r < rows; r++, y += width, dy += width, dx += width) {
    let sum: f64 = 0;
    for (let j: i32 = 0; j < n; j++) {
      const o = <usize>j << 2;
      const d = <f64>load<f32>(dy + o);
      sum += logs ? d : d * <f64>load<f32>(y + o);
    }
    for (let j: i32 = 0; j < n; j++) {
      const o = <usize>j << 2;
      const v = <f64>load<f32>(y + o),
        d = <f64>load<f32>(dy + o);
      const g = <f32>(logs ? d - Math.exp(v) * sum : v * (d - sum));
      store<f32>(dx + o, add ? load<f32>(dx + o) + g : g);
    }
  }
}
