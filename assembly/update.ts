/** Updates of weights by the optimizers that most programs use, and the penalties of regularizers. */

/** w -= rate g */
export function sgd(w: usize, g: usize, n: i32, rate: f32): void {
  const r = f32x4.splat(rate);
  let i: i32 = 0;
  for (; i + 3 < n; i += 4, w += 16, g += 16) v128.store(w, f32x4.sub(v128.load(w), f32x4.mul(v128.load(g), r)));
  for (; i < n; i++, w += 4, g += 4) store<f32>(w, load<f32>(w) - load<f32>(g) * rate);
}

/** m = momentum m - rate g; w += m, or with Nesterov w += momentum m - rate g */
export function momentum(w: usize, g: usize, m: usize, n: i32, rate: f32, kept: f32, nesterov: i32): void {
  for (let i: i32 = 0; i < n; i++, w += 4, g += 4, m += 4) {
    const step = load<f32>(g) * rate;
    const v = load<f32>(m) * kept - step;
    store<f32>(m, v);
    store<f32>(w, load<f32>(w) + (nesterov ? v * kept - step : v));
  }
}

/** Adam; `alpha` is the rate with the correction of bias in it, keep1 and keep2 are 1 - beta. */
export function adam(w: usize, g: usize, m: usize, v: usize, n: i32, alpha: f32, keep1: f32, keep2: f32, epsilon: f32): void {
  const A = f32x4.splat(alpha),
    K1 = f32x4.splat(keep1),
    K2 = f32x4.splat(keep2),
    E = f32x4.splat(epsilon);
  let i: i32 = 0,
    o: usize = 0;
  for (; i + 3 < n; i += 4, o += 16) {
    const d = v128.load(g + o);
    let first = v128.load(m + o),
      second = v128.load(v + o);
    first = f32x4.add(first, f32x4.mul(f32x4.sub(d, first), K1));
    second = f32x4.add(second, f32x4.mul(f32x4.sub(f32x4.mul(d, d), second), K2));
    v128.store(m + o, first);
    v128.store(v + o, second);
    v128.store(w + o, f32x4.sub(v128.load(w + o), f32x4.div(f32x4.mul(A, first), f32x4.add(f32x4.sqrt(second), E))));
  }
  for (; i < n; i++, o += 4) {
    const d = load<f32>(g + o);
    let first = load<f32>(m + o),
      second = load<f32>(v + o);
    first += (d - first) * keep1;
    second += (d * d - second) * keep2;
    store<f32>(m + o, first);
    store<f32>(v + o, second);
    store<f32>(w + o, load<f32>(w + o) - (alpha * first) / (sqrt<f32>(second) + epsilon));
  }
}

/** RMSprop without momentum and centring: epsilon inside the root. */
export function rmsprop(w: usize, g: usize, v: usize, n: i32, rate: f32, rho: f32, rest: f32, epsilon: f32): void {
  const R = f32x4.splat(rate),
    P = f32x4.splat(rho),
    Q = f32x4.splat(rest),
    E = f32x4.splat(epsilon);
  let i: i32 = 0,
    o: usize = 0;
  for (; i + 3 < n; i += 4, o += 16) {
    const d = v128.load(g + o);
    const second = f32x4.add(f32x4.mul(P, v128.load(v + o)), f32x4.mul(Q, f32x4.mul(d, d)));
    v128.store(v + o, second);
    v128.store(w + o, f32x4.sub(v128.load(w + o), f32x4.div(f32x4.mul(R, d), f32x4.sqrt(f32x4.add(second, E)))));
  }
  for (; i < n; i++, o += 4) {
    const d = load<f32>(g + o);
    const second = rho * load<f32>(v + o) + rest * (d * d);
    store<f32>(v + o, second);
    store<f32>(w + o, load<f32>(w + o) - (rate * d) / sqrt<f32>(second + epsilon));
  }
}

/** l1 times the sum of sizes plus l2 times the sum of squares; their gradient is added to g where g is there. */
export function penalty(w: usize, g: usize, n: i32, l1: f64, l2: f64): f64 {
  let sizes: f64 = 0,
    squares: f64 = 0;
  for (let i: i32 = 0; i < n; i++, w += 4) {
    const v = <f64>load<f32>(w);
    sizes += Math.abs(v);
    squares += v * v;
    if (g) {
      store<f32>(g, load<f32>(g) + <f32>(l1 * (v > 0 ? 1 : v < 0 ? -1 : 0) + 2 * l2 * v));
      g += 4;
    }
  }
  return l1 * sizes + l2 * squares;
}

/** Sum of squares in float64. */
export function squares(g: usize, n: i32): f64 {
  let low = f64x2.splat(0),
    high = low,
    total: f64 = 0,
    i: i32 = 0;
  for (; i + 3 < n; i += 4, g += 16) {
    const v = v128.load(g);
    const a = f64x2.promote_low_f32x4(v),
      b = f64x2.promote_low_f32x4(v128.shuffle<i32>(v, v, 2, 3, 2, 3));
    low = f64x2.add(low, f64x2.mul(a, a));
    high = f64x2.add(high, f64x2.mul(b, b));
  }
  low = f64x2.add(low, high);
  total = f64x2.extract_lane(low, 0) + f64x2.extract_lane(low, 1);
  for (; i < n; i++, g += 4) {
    const v = <f64>load<f32>(g);
    total += v * v;
  }
  return total;
}
