/** exp, sigmoid and tanh of four numbers at once, to about 2e-7 of their size. NaN stays NaN. */

/**
 * Cephes's expf: a power of two times a polynomial. What is too small for a normal number is 0, because TensorFlow flushes it, and what has no
 * normal inverse is infinite: sigmoid and softmax give 0 where TensorFlow's do, and a logarithm after them what it gives there.
 */
// @ts-ignore: a decorator of AssemblyScript
@inline
export function exp4(x: v128): v128 {
  const over = f32x4.gt(x, f32x4.splat(87.3365)),
    under = f32x4.lt(x, f32x4.splat(-87.3365));
  const inside = f32x4.min(f32x4.max(x, f32x4.splat(-87.3365)), f32x4.splat(87.3365));
  const n = f32x4.nearest(f32x4.mul(inside, f32x4.splat(1.44269504)));
  let r = f32x4.sub(inside, f32x4.mul(n, f32x4.splat(0.693359375)));
  r = f32x4.add(r, f32x4.mul(n, f32x4.splat(2.1219444e-4)));
  let p = f32x4.splat(1.98756915e-4);
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.3981999507e-3));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(8.3334519073e-3));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(4.1665795894e-2));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.6666665459e-1));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(5.0000001201e-1));
  p = f32x4.add(f32x4.add(f32x4.mul(p, f32x4.mul(r, r)), r), f32x4.splat(1));
  const value = f32x4.mul(p, i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23));
  return v128.bitselect(f32x4.splat(Infinity), v128.andnot(value, under), over);
}

// @ts-ignore: a decorator of AssemblyScript
@inline
export function sigmoid4(x: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, exp4(f32x4.neg(x))));
}

/** By x - x^3/3 ... near 0, where 1 - 2 / (e^2x + 1) would cancel. */
// @ts-ignore: a decorator of AssemblyScript
@inline
export function tanh4(x: v128): v128 {
  const one = f32x4.splat(1),
    two = f32x4.splat(2);
  const far = f32x4.sub(one, f32x4.div(two, f32x4.add(exp4(f32x4.add(x, x)), one)));
  const s = f32x4.mul(x, x);
  let p = f32x4.splat(-5.70498872745e-3);
  p = f32x4.add(f32x4.mul(p, s), f32x4.splat(2.06390887954e-2));
  p = f32x4.add(f32x4.mul(p, s), f32x4.splat(-5.37397155531e-2));
  p = f32x4.add(f32x4.mul(p, s), f32x4.splat(1.33314422036e-1));
  p = f32x4.add(f32x4.mul(p, s), f32x4.splat(-3.33332819422e-1));
  const near = f32x4.add(x, f32x4.mul(f32x4.mul(p, s), x));
  return v128.bitselect(near, far, f32x4.lt(f32x4.abs(x), f32x4.splat(0.625)));
}
