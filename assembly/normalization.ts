/** Normalisation over the rows of a batch or over the numbers of a row; all sums in float64. */

/** Mean and population variance of every column of x[rows, n], as float64. */
export function batchMoments(x: usize, rows: i32, n: i32, mean: usize, variance: usize): void {
  memory.fill(mean, 0, <usize>n << 3);
  memory.fill(variance, 0, <usize>n << 3);
  let p = x;
  for (let r: i32 = 0; r < rows; r++)
    for (let j: i32 = 0; j < n; j++, p += 4) {
      const m = mean + (<usize>j << 3);
      store<f64>(m, load<f64>(m) + <f64>load<f32>(p));
    }
  for (let j: i32 = 0; j < n; j++) {
    const m = mean + (<usize>j << 3);
    store<f64>(m, load<f64>(m) / <f64>rows);
  }
  p = x;
  for (let r: i32 = 0; r < rows; r++)
    for (let j: i32 = 0; j < n; j++, p += 4) {
      const v = variance + (<usize>j << 3);
      const d = <f64>load<f32>(p) - load<f64>(mean + (<usize>j << 3));
      store<f64>(v, load<f64>(v) + d * d);
    }
  for (let j: i32 = 0; j < n; j++) {
    const v = variance + (<usize>j << 3);
    store<f64>(v, load<f64>(v) / <f64>rows);
  }
}

/** factor[n] = gamma / root(variance + epsilon), shift[n] = beta - mean factor; gamma or beta may be missing (0). y = x factor + shift. */
export function batchNormalize(
  n: i32,
  mean: usize,
  variance: usize,
  gamma: usize,
  beta: usize,
  epsilon: f64,
  factor: usize,
  shift: usize,
): void {
  for (let j: i32 = 0; j < n; j++) {
    const o = <usize>j << 2,
      w = <usize>j << 3;
    const f = (gamma ? <f64>load<f32>(gamma + o) : 1) / Math.sqrt(load<f64>(variance + w) + epsilon);
    store<f32>(factor + o, <f32>f);
    store<f32>(shift + o, <f32>((beta ? <f64>load<f32>(beta + o) : 0) - load<f64>(mean + w) * f));
  }
}

/**
 * Gradients through a normalised batch: dgamma, dbeta (either may be missing) and, where dx is there, that of the input. `fixed`: mean and
 * variance did not come from this batch. `sums` is room for 2n float64.
 */
export function batchNormalizeBack(
  x: usize,
  dy: usize,
  dx: usize,
  rows: i32,
  n: i32,
  mean: usize,
  variance: usize,
  gamma: usize,
  dgamma: usize,
  dbeta: usize,
  epsilon: f64,
  sums: usize,
  fixed: i32,
  addGamma: i32,
  addBeta: i32,
  add: i32,
): void {
  const products = sums + (<usize>n << 3);
  memory.fill(sums, 0, <usize>n << 4);
  let p = x,
    q = dy;
  for (let r: i32 = 0; r < rows; r++)
    for (let j: i32 = 0; j < n; j++, p += 4, q += 4) {
      const w = <usize>j << 3;
      const d = <f64>load<f32>(q);
      store<f64>(sums + w, load<f64>(sums + w) + d);
      store<f64>(products + w, load<f64>(products + w) + d * (<f64>load<f32>(p) - load<f64>(mean + w)));
    }
  for (let j: i32 = 0; j < n; j++) {
    const o = <usize>j << 2,
      w = <usize>j << 3;
    const inverse = 1 / Math.sqrt(load<f64>(variance + w) + epsilon);
    if (dgamma) store<f32>(dgamma + o, <f32>(load<f64>(products + w) * inverse) + (addGamma ? load<f32>(dgamma + o) : 0));
    if (dbeta) store<f32>(dbeta + o, <f32>load<f64>(sums + w) + (addBeta ? load<f32>(dbeta + o) : 0));
    // From here on: what is taken from dy, and what from the centred x.
    store<f64>(sums + w, fixed ? 0 : load<f64>(sums + w) / <f64>rows);
    store<f64>(products + w, fixed ? 0 : (load<f64>(products + w) * inverse * inverse) / <f64>rows);
  }
  if (!dx) return;
  p = x;
  q = dy;
  for (let r: i32 = 0; r < rows; r++)
    for (let j: i32 = 0; j < n; j++, p += 4, q += 4, dx += 4) {
      const o = <usize>j << 2,
        w = <usize>j << 3;
      const factor = (gamma ? <f64>load<f32>(gamma + o) : 1) / Math.sqrt(load<f64>(variance + w) + epsilon);
      const centred = <f64>load<f32>(p) - load<f64>(mean + w);
      const g = <f32>(factor * (<f64>load<f32>(q) - load<f64>(sums + w) - centred * load<f64>(products + w)));
      store<f32>(dx, add ? load<f32>(dx) + g : g);
    }
}

/** Every row of x[rows, n] with mean 0 and variance 1, times gamma, plus beta (either may be missing); normal[rows, n] and inverse[rows] are kept. */
export function layerNormalize(
  x: usize,
  y: usize,
  normal: usize,
  inverse: usize,
  rows: i32,
  n: i32,
  gamma: usize,
  beta: usize,
  epsilon: f64,
): void {
  for (let r: i32 = 0; r < rows; r++) {
    let mean: f64 = 0,
      variance: f64 = 0;
    for (let j: i32 = 0; j < n; j++) mean += <f64>load<f32>(x + (<usize>j << 2));
    mean /= <f64>n;
    for (let j: i32 = 0; j < n; j++) {
      const d = <f64>load<f32>(x + (<usize>j << 2)) - mean;
      variance += d * d;
    }
    const i = 1 / Math.sqrt(variance / <f64>n + epsilon);
    store<f32>(inverse + (<usize>r << 2), <f32>i);
    for (let j: i32 = 0; j < n; j++, x += 4, y += 4, normal += 4) {
      const o = <usize>j << 2;
      const v = <f32>((<f64>load<f32>(x) - mean) * i);
      store<f32>(normal, v);
      store<f32>(y, v * (gamma ? load<f32>(gamma + o) : 1) + (beta ? load<f32>(beta + o) : 0));
    }
  }
}

/** As batchNormalizeBack, of rows. `sums` is room for 2n float64. */
export function layerNormalizeBack(
  normal: usize,
  inverse: usize,
  dy: usize,
  dx: usize,
  rows: i32,
  n: i32,
  gamma: usize,
  dgamma: usize,
  dbeta: usize,
  sums: usize,
  addGamma: i32,
  addBeta: i32,
  add: i32,
): void {
  const products = sums + (<usize>n << 3);
  memory.fill(sums, 0, <usize>n << 4);
  for (let r: i32 = 0; r < rows; r++) {
    let sum: f64 = 0,
      product: f64 = 0;
    for (let j: i32 = 0; j < n; j++) {
      const o = <usize>j << 2,
        w = <usize>j << 3;
      const d = <f64>load<f32>(dy + o),
        v = <f64>load<f32>(normal + o);
      store<f64>(sums + w, load<f64>(sums + w) + d);
      store<f64>(products + w, load<f64>(products + w) + d * v);
      const g = d * (gamma ? <f64>load<f32>(gamma + o) : 1);
      sum += g;
      product += g * v;
    }
    sum /= <f64>n;
    product /= <f64>n;
    const i = <f64>load<f32>(inverse + (<usize>r << 2));
    if (dx)
      for (let j: i32 = 0; j < n; j++, dx += 4) {
        const o = <usize>j << 2;
        const g = <f64>load<f32>(dy + o) * (gamma ? <f64>load<f32>(gamma + o) : 1);
        const v = <f32>(i * (g - sum - <f64>load<f32>(normal + o) * product));
        store<f32>(dx, add ? load<f32>(dx) + v : v);
      }
    dy += <usize>n << 2;
    normal += <usize>n << 2;
  }
  for (let j: i32 = 0; j < n; j++) {
    const o = <usize>j << 2,
      w = <usize>j << 3;
    if (dgamma) store<f32>(dgamma + o, <f32>load<f64>(products + w) + (addGamma ? load<f32>(dgamma + o) : 0));
    if (dbeta) store<f32>(dbeta + o, <f32>load<f64>(sums + w) + (addBeta ? load<f32>(dbeta + o) : 0));
  }
}
