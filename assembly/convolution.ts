/** Patches of images, [rows, height, width, channels], for convolutions as matrix products. Outside of an image there are zeros. */

// @ts-ignore: a decorator of AssemblyScript
@inline
function copy(from: usize, to: usize, bytes: usize): void {
  const end = from + bytes;
  for (; from + 15 < end; from += 16, to += 16) v128.store(to, v128.load(from));
  for (; from < end; from += 4, to += 4) store<f32>(to, load<f32>(from));
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function clear(to: usize, bytes: usize): void {
  const end = to + bytes;
  for (; to + 15 < end; to += 16) v128.store(to, f32x4.splat(0));
  for (; to < end; to += 4) store<f32>(to, 0);
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function accumulate(from: usize, to: usize, bytes: usize): void {
  const end = from + bytes;
  for (; from + 15 < end; from += 16, to += 16) v128.store(to, f32x4.add(v128.load(to), v128.load(from)));
  for (; from < end; from += 4, to += 4) store<f32>(to, load<f32>(to) + load<f32>(from));
}

/** patches[rows x outHeight x outWidth, tall x wide x channels] of x. */
export function patches(
  x: usize,
  to: usize,
  rows: i32,
  height: i32,
  width: i32,
  channels: i32,
  outHeight: i32,
  outWidth: i32,
  tall: i32,
  wide: i32,
  down: i32,
  across: i32,
  spreadDown: i32,
  spreadAcross: i32,
  top: i32,
  left: i32,
): void {
  const pixel = <usize>channels << 2,
    line = pixel * <usize>width,
    image = line * <usize>height,
    run = pixel * <usize>wide;
  for (let n: i32 = 0; n < rows; n++, x += image)
    for (let r: i32 = 0; r < outHeight; r++)
      for (let c: i32 = 0; c < outWidth; c++) {
        const first = c * across - left;
        const whole = spreadAcross == 1 && first >= 0 && first + wide <= width;
        for (let a: i32 = 0; a < tall; a++, to += run) {
          const y = r * down + a * spreadDown - top;
          if (y < 0 || y >= height) clear(to, run);
          else if (whole) copy(x + <usize>y * line + <usize>first * pixel, to, run);
          else
            for (let b: i32 = 0; b < wide; b++) {
              const column = first + b * spreadAcross;
              const at = to + <usize>b * pixel;
              if (column < 0 || column >= width) clear(at, pixel);
              else copy(x + <usize>y * line + <usize>column * pixel, at, pixel);
            }
        }
      }
}

/** Adds patches to the places of dx they were taken from. */
export function patchesBack(
  from: usize,
  dx: usize,
  rows: i32,
  height: i32,
  width: i32,
  channels: i32,
  outHeight: i32,
  outWidth: i32,
  tall: i32,
  wide: i32,
  down: i32,
  across: i32,
  spreadDown: i32,
  spreadAcross: i32,
  top: i32,
  left: i32,
): void {
  const pixel = <usize>channels << 2,
    line = pixel * <usize>width,
    image = line * <usize>height,
    run = pixel * <usize>wide;
  for (let n: i32 = 0; n < rows; n++, dx += image)
    for (let r: i32 = 0; r < outHeight; r++)
      for (let c: i32 = 0; c < outWidth; c++) {
        const first = c * across - left;
        const whole = spreadAcross == 1 && first >= 0 && first + wide <= width;
        for (let a: i32 = 0; a < tall; a++, from += run) {
          const y = r * down + a * spreadDown - top;
          if (y < 0 || y >= height) continue;
          if (whole) accumulate(from, dx + <usize>y * line + <usize>first * pixel, run);
          else
            for (let b: i32 = 0; b < wide; b++) {
              const column = first + b * spreadAcross;
              if (column >= 0 && column < width)
                accumulate(from + <usize>b * pixel, dx + <usize>y * line + <usize>column * pixel, pixel);
            }
        }
      }
}

/** Every channel with a filter of its own: y[.., channels x multiplier]; w[tall, wide, channels, multiplier]. y holds the bias before. */
export function depthwise(
  patches: usize,
  w: usize,
  y: usize,
  positions: i32,
  taps: i32,
  channels: i32,
  multiplier: i32,
): void {
  for (let p: i32 = 0; p < positions; p++) {
    let k = w;
    for (let t: i32 = 0; t < taps; t++) {
      let out = y;
      for (let c: i32 = 0; c < channels; c++, patches += 4) {
        const v = load<f32>(patches);
        for (let m: i32 = 0; m < multiplier; m++, k += 4, out += 4) store<f32>(out, load<f32>(out) + v * load<f32>(k));
      }
    }
    y += <usize>(channels * multiplier) << 2;
  }
}

/** Gradients of `depthwise`: of the filters, added to dw, and of the patches where dpatches is there. */
export function depthwiseBack(
  patches: usize,
  w: usize,
  dy: usize,
  dw: usize,
  dpatches: usize,
  positions: i32,
  taps: i32,
  channels: i32,
  multiplier: i32,
): void {
  for (let p: i32 = 0; p < positions; p++) {
    let k = w,
      dk = dw;
    for (let t: i32 = 0; t < taps; t++) {
      let out = dy;
      for (let c: i32 = 0; c < channels; c++, patches += 4) {
        const v = load<f32>(patches);
        let sum: f32 = 0;
        for (let m: i32 = 0; m < multiplier; m++, k += 4, out += 4) {
          const d = load<f32>(out);
          sum += d * load<f32>(k);
          if (dw) {
            store<f32>(dk, load<f32>(dk) + v * d);
            dk += 4;
          }
        }
        if (dpatches) {
          store<f32>(dpatches, sum);
          dpatches += 4;
        }
      }
    }
    dy += <usize>(channels * multiplier) << 2;
  }
}
