/** Sums, products and copies of whole arrays. */

/** y[n] = value */
export function fill(y: usize, n: i32, value: f32): void {
  for (let i: i32 = 0; i < n; i++, y += 4) store<f32>(y, value);
}

/** y[n] = scale * x + (add ? y : 0) */
export function addScaled(x: usize, y: usize, n: i32, scale: f32, add: i32): void {
  const s = f32x4.splat(scale);
  let i: i32 = 0;
  for (; i + 3 < n; i += 4, x += 16, y += 16) {
    const v = f32x4.mul(v128.load(x), s);
    v128.store(y, add ? f32x4.add(v128.load(y), v) : v);
  }
  for (; i < n; i++, x += 4, y += 4) {
    const v = load<f32>(x) * scale;
    store<f32>(y, add ? load<f32>(y) + v : v);
  }
}

/** y[n] = scale * x + offset */
export function scaled(x: usize, y: usize, n: i32, scale: f32, offset: f32): void {
  for (let i: i32 = 0; i < n; i++, x += 4, y += 4) store<f32>(y, load<f32>(x) * scale + offset);
}

/** y[n] = a * b + (add ? y : 0) */
export function products(a: usize, b: usize, y: usize, n: i32, add: i32): void {
  let i: i32 = 0;
  for (; i + 3 < n; i += 4, a += 16, b += 16, y += 16) {
    const v = f32x4.mul(v128.load(a), v128.load(b));
    v128.store(y, add ? f32x4.add(v128.load(y), v) : v);
  }
  for (; i < n; i++, a += 4, b += 4, y += 4) {
    const v = load<f32>(a) * load<f32>(b);
    store<f32>(y, add ? load<f32>(y) + v : v);
  }
}

/** y[n] = x * (noise * scale + offset), dropout and Gaussian dropout alike; `add` as everywhere. */
export function multiplyAdd(x: usize, noise: usize, y: usize, n: i32, scale: f32, offset: f32, add: i32): void {
  for (let i: i32 = 0; i < n; i++, x += 4, noise += 4, y += 4) {
    const v = load<f32>(x) * (load<f32>(noise) * scale + offset);
    store<f32>(y, add ? load<f32>(y) + v : v);
  }
}

/** Every row of y[rows, n] = b[n] */
export function repeatRow(b: usize, y: usize, rows: i32, n: i32): void {
  const width = <usize>n << 2;
  for (let i: i32 = 0; i < rows; i++) {
    memory.copy(y, b, width);
    y += width;
  }
}

/** g[n] = column sums of d[rows, n], in float64. */
export function columns(d: usize, g: usize, rows: i32, n: i32, add: i32): void {
  const width = <usize>n << 2;
  let j: i32 = 0;
  for (; j + 3 < n; j += 4) {
    let low = f64x2.splat(0),
      high = low;
    let p = d + (<usize>j << 2);
    for (let i: i32 = 0; i < rows; i++) {
      const v = v128.load(p);
      low = f64x2.add(low, f64x2.promote_low_f32x4(v));
      high = f64x2.add(high, f64x2.promote_low_f32x4(v128.shuffle<i32>(v, v, 2, 3, 2, 3)));
      p += width;
    }
    const to = g + (<usize>j << 2);
    const sums = v128.shuffle<i32>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 1, 4, 5);
    v128.store(to, add ? f32x4.add(v128.load(to), sums) : sums);
  }
  for (; j < n; j++) {
    let s: f64 = 0;
    let p = d + (<usize>j << 2);
    for (let i: i32 = 0; i < rows; i++) {
      s += load<f32>(p);
      p += width;
    }
    const to = g + (<usize>j << 2);
    store<f32>(to, <f32>s + (add ? load<f32>(to) : 0));
  }
}

/** Copies `width` floats of each of `rows` rows: rows of x lie `rowX` and rows of y `rowY` floats apart. */
export function copyColumns(x: usize, y: usize, rows: i32, width: i32, rowX: i32, rowY: i32, add: i32): void {
  const rx = <usize>rowX << 2,
    ry = <usize>rowY << 2;
  for (let i: i32 = 0; i < rows; i++) {
    if (add) addScaled(x, y, width, 1, 1);
    else memory.copy(y, x, <usize>width << 2);
    x += rx;
    y += ry;
  }
}

/** y[rows, n] = x * factor[n] + shift[n] */
export function affine(x: usize, factor: usize, shift: usize, y: usize, rows: i32, n: i32): void {
  for (let i: i32 = 0; i < rows; i++) {
    let f = factor,
      s = shift,
      j: i32 = 0;
    for (; j + 3 < n; j += 4, x += 16, y += 16, f += 16, s += 16)
      v128.store(y, f32x4.add(f32x4.mul(v128.load(x), v128.load(f)), v128.load(s)));
    for (; j < n; j++, x += 4, y += 4, f += 4, s += 4) store<f32>(y, load<f32>(x) * load<f32>(f) + load<f32>(s));
  }
}

/** dx[rows, n] = dy * factor[n] + (add ? dx : 0) */
export function affineBack(dy: usize, factor: usize, dx: usize, rows: i32, n: i32, add: i32): void {
  for (let i: i32 = 0; i < rows; i++) {
    products(dy, factor, dx, n, add);
    dy += <usize>n << 2;
    dx += <usize>n << 2;
  }
}
