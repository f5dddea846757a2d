/** Matrix products. A tile is four rows by eight columns: sixteen registers hold all of it, so C is read and written once. */

/**
 * C[m, n] = (add ? C : 0) + A[m, k] B[k, n]. Element (i, p) of A lies at `A + i * rowA + p * columnA` floats, so A may be transposed; rows of
 * B lie `rowB` and rows of C `rowC` floats apart.
 */
export function gemm(
  A: usize,
  B: usize,
  C: usize,
  m: i32,
  k: i32,
  n: i32,
  rowA: i32,
  columnA: i32,
  rowB: i32,
  rowC: i32,
  add: i32,
): void {
  const ra = <usize>rowA << 2,
    ca = <usize>columnA << 2,
    rb = <usize>rowB << 2,
    rc = <usize>rowC << 2;
  let i: i32 = 0;
  for (; i + 3 < m; i += 4) {
    const a0 = A + <usize>i * ra,
      a1 = a0 + ra,
      a2 = a1 + ra,
      a3 = a2 + ra;
    const c0 = C + <usize>i * rc,
      c1 = c0 + rc,
      c2 = c1 + rc,
      c3 = c2 + rc;
    let j: i32 = 0;
    for (; j + 7 < n; j += 8) {
      const jo = <usize>j << 2;
      let s00 = f32x4.splat(0),
        s01 = s00,
        s10 = s00,
        s11 = s00,
        s20 = s00,
        s21 = s00,
        s30 = s00,
        s31 = s00;
      if (add) {
        s00 = v128.load(c0 + jo);
        s01 = v128.load(c0 + jo, 16);
        s10 = v128.load(c1 + jo);
        s11 = v128.load(c1 + jo, 16);
        s20 = v128.load(c2 + jo);
        s21 = v128.load(c2 + jo, 16);
        s30 = v128.load(c3 + jo);
        s31 = v128.load(c3 + jo, 16);
      }
      let b = B + jo,
        o: usize = 0;
      for (let p: i32 = 0; p < k; p++) {
        const b0 = v128.load(b),
          b1 = v128.load(b, 16);
        let t = v128.load_splat<f32>(a0 + o);
        s00 = f32x4.add(s00, f32x4.mul(t, b0));
        s01 = f32x4.add(s01, f32x4.mul(t, b1));
        t = v128.load_splat<f32>(a1 + o);
        s10 = f32x4.add(s10, f32x4.mul(t, b0));
        s11 = f32x4.add(s11, f32x4.mul(t, b1));
        t = v128.load_splat<f32>(a2 + o);
        s20 = f32x4.add(s20, f32x4.mul(t, b0));
        s21 = f32x4.add(s21, f32x4.mul(t, b1));
        t = v128.load_splat<f32>(a3 + o);
        s30 = f32x4.add(s30, f32x4.mul(t, b0));
        s31 = f32x4.add(s31, f32x4.mul(t, b1));
        b += rb;
        o += ca;
      }
      v128.store(c0 + jo, s00);
      v128.store(c0 + jo, s01, 16);
      v128.store(c1 + jo, s10);
      v128.store(c1 + jo, s11, 16);
      v128.store(c2 + jo, s20);
      v128.store(c2 + jo, s21, 16);
      v128.store(c3 + jo, s30);
      v128.store(c3 + jo, s31, 16);
    }
    for (; j + 3 < n; j += 4) {
      const jo = <usize>j << 2;
      let s0 = f32x4.splat(0),
        s1 = s0,
        s2 = s0,
        s3 = s0;
      if (add) {
        s0 = v128.load(c0 + jo);
        s1 = v128.load(c1 + jo);
        s2 = v128.load(c2 + jo);
        s3 = v128.load(c3 + jo);
      }
      let b = B + jo,
        o: usize = 0;
      for (let p: i32 = 0; p < k; p++) {
        const v = v128.load(b);
        s0 = f32x4.add(s0, f32x4.mul(v128.load_splat<f32>(a0 + o), v));
        s1 = f32x4.add(s1, f32x4.mul(v128.load_splat<f32>(a1 + o), v));
        s2 = f32x4.add(s2, f32x4.mul(v128.load_splat<f32>(a2 + o), v));
        s3 = f32x4.add(s3, f32x4.mul(v128.load_splat<f32>(a3 + o), v));
        b += rb;
        o += ca;
      }
      v128.store(c0 + jo, s0);
      v128.store(c1 + jo, s1);
      v128.store(c2 + jo, s2);
      v128.store(c3 + jo, s3);
    }
    for (; j < n; j++) {
      const jo = <usize>j << 2;
      let s0: f32 = 0,
        s1: f32 = 0,
        s2: f32 = 0,
        s3: f32 = 0;
      if (add) {
        s0 = load<f32>(c0 + jo);
        s1 = load<f32>(c1 + jo);
        s2 = load<f32>(c2 + jo);
        s3 = load<f32>(c3 + jo);
      }
      let b = B + jo,
        o: usize = 0;
      for (let p: i32 = 0; p < k; p++) {
        const v = load<f32>(b);
        s0 += load<f32>(a0 + o) * v;
        s1 += load<f32>(a1 + o) * v;
        s2 += load<f32>(a2 + o) * v;
        s3 += load<f32>(a3 + o) * v;
        b += rb;
        o += ca;
      }
      store<f32>(c0 + jo, s0);
      store<f32>(c1 + jo, s1);
      store<f32>(c2 + jo, s2);
      store<f32>(c3 + jo, s3);
    }
  }
  for (; i < m; i++) {
    const a0 = A + <usize>i * ra,
      c0 = C + <usize>i * rc;
    let j: i32 = 0;
    for (; j + 3 < n; j += 4) {
      const jo = <usize>j << 2;
      let s = add ? v128.load(c0 + jo) : f32x4.splat(0);
      let b = B + jo,
        o: usize = 0;
      for (let p: i32 = 0; p < k; p++) {
        s = f32x4.add(s, f32x4.mul(v128.load_splat<f32>(a0 + o), v128.load(b)));
        b += rb;
        o += ca;
      }
      v128.store(c0 + jo, s);
    }
    for (; j < n; j++) {
      const jo = <usize>j << 2;
      let s: f32 = add ? load<f32>(c0 + jo) : 0;
      let b = B + jo,
        o: usize = 0;
      for (let p: i32 = 0; p < k; p++) {
        s += load<f32>(a0 + o) * load<f32>(b);
        b += rb;
        o += ca;
      }
      store<f32>(c0 + jo, s);
    }
  }
}

/** T[n, k] = B[k, n] */
export function transpose(B: usize, T: usize, k: i32, n: i32): void {
  const column = <usize>k << 2;
  for (let p: i32 = 0; p < k; p++) {
    let from = B + (<usize>(p * n) << 2),
      to = T + (<usize>p << 2);
    for (let j: i32 = 0; j < n; j++) {
      store<f32>(to, load<f32>(from));
      from += 4;
      to += column;
    }
  }
}
