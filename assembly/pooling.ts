/** Pooling over windows of images, [rows, height, width, channels]; what a window has outside of the image does not count. */

/** Largest of each window, the first of equals, and where it lies in its image (in floats). */
export function maxPool(
  x: usize,
  y: usize,
  places: usize,
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
  top: i32,
  left: i32,
): void {
  const image = <usize>(height * width * channels) << 2;
  for (let n: i32 = 0; n < rows; n++, x += image)
    for (let r: i32 = 0; r < outHeight; r++)
      for (let c: i32 = 0; c < outWidth; c++) {
        const fromRow = max(r * down - top, 0),
          toRow = min(r * down - top + tall, height),
          fromColumn = max(c * across - left, 0),
          toColumn = min(c * across - left + wide, width);
        const start = (fromRow * width + fromColumn) * channels;
        let k: i32 = 0;
        for (; k + 3 < channels; k += 4, y += 16, places += 16) {
          let best = v128.load(x + (<usize>(start + k) << 2)),
            place = i32x4.splat(start + k);
          for (let a = fromRow; a < toRow; a++)
            for (let b = fromColumn; b < toColumn; b++) {
              const at = (a * width + b) * channels + k;
              const v = v128.load(x + (<usize>at << 2));
              // Not a number wins, as it does in TensorFlow.
              const wins = v128.or(f32x4.gt(v, best), f32x4.ne(v, v));
              best = v128.bitselect(v, best, wins);
              place = v128.bitselect(i32x4.splat(at), place, wins);
            }
          v128.store(y, best);
          v128.store(places, i32x4.add(place, i32x4(0, 1, 2, 3)));
        }
        for (; k < channels; k++, y += 4, places += 4) {
          let best = load<f32>(x + (<usize>(start + k) << 2)),
            place = start + k;
          for (let a = fromRow; a < toRow; a++)
            for (let b = fromColumn; b < toColumn; b++) {
              const at = (a * width + b) * channels + k;
              const v = load<f32>(x + (<usize>at << 2));
              if (v > best || v != v) {
                best = v;
                place = at;
              }
            }
          store<f32>(y, best);
          store<i32>(places, place);
        }
      }
}

/** Adds each gradient to where its largest number lies. `size` and `outSize` are floats an image. */
export function maxPoolBack(dy: usize, places: usize, dx: usize, rows: i32, size: i32, outSize: i32): void {
  for (let n: i32 = 0; n < rows; n++, dx += <usize>size << 2)
    for (let i: i32 = 0; i < outSize; i++, dy += 4, places += 4) {
      const at = dx + (<usize>load<i32>(places) << 2);
      store<f32>(at, load<f32>(at) + load<f32>(dy));
    }
}

/** Mean of what each window has inside the image. */
export function averagePool(
  x: usize,
  y: usize,
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
  top: i32,
  left: i32,
): void {
  const image = <usize>(height * width * channels) << 2;
  for (let n: i32 = 0; n < rows; n++, x += image)
    for (let r: i32 = 0; r < outHeight; r++)
      for (let c: i32 = 0; c < outWidth; c++) {
        const fromRow = max(r * down - top, 0),
          toRow = min(r * down - top + tall, height),
          fromColumn = max(c * across - left, 0),
          toColumn = min(c * across - left + wide, width);
        const share = 1 / <f64>((toRow - fromRow) * (toColumn - fromColumn));
        for (let k: i32 = 0; k < channels; k++, y += 4) {
          let sum: f64 = 0;
          for (let a = fromRow; a < toRow; a++)
            for (let b = fromColumn; b < toColumn; b++)
              sum += <f64>load<f32>(x + (<usize>((a * width + b) * channels + k) << 2));
          store<f32>(y, <f32>(sum * share));
        }
      }
}

/** Adds to dx. */
export function averagePoolBack(
  dy: usize,
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
  top: i32,
  left: i32,
): void {
  const image = <usize>(height * width * channels) << 2;
  for (let n: i32 = 0; n < rows; n++, dx += image)
    for (let r: i32 = 0; r < outHeight; r++)
      for (let c: i32 = 0; c < outWidth; c++) {
        const fromRow = max(r * down - top, 0),
          toRow = min(r * down - top + tall, height),
          fromColumn = max(c * across - left, 0),
          toColumn = min(c * across - left + wide, width);
        const share = <f32>1 / <f32>((toRow - fromRow) * (toColumn - fromColumn));
        for (let k: i32 = 0; k < channels; k++, dy += 4) {
          const d = load<f32>(dy) * share;
          for (let a = fromRow; a < toRow; a++)
            for (let b = fromColumn; b < toColumn; b++) {
              const at = dx + (<usize>((a * width + b) * channels + k) << 2);
              store<f32>(at, load<f32>(at) + d);
            }
        }
      }
}
