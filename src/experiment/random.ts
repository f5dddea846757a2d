/**
 * The one source of chance of an experiment: data, initial weights, batch order and dropout masks all come from it.
 *
 * Counter-based: the n-th number of a stream is a hash of n under the stream's two keys, in 32-bit integer arithmetic.
 * From integers to real numbers only + - * / are used, so numpy makes the very same numbers (tools/parity/random_numbers.py;
 * test/experiment/recordings/random.json holds the vector both are checked against).
 */

/** Finalizer with the smallest known bias for 32 bits (C. Wellons, "prospecting for hash functions"). */
function mix(value: number): number {
  let x = value;
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return (x ^ (x >>> 15)) >>> 0;
}

/** FNV-1a over the UTF-16 units of a label. */
function hash(label: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < label.length; i++) h = Math.imul(h ^ label.charCodeAt(i), 0x01000193);
  return h >>> 0;
}

export interface Random {
  /** 0 .. 2^32-1 */
  uint32(): number;
  /** 0 <= u < 1 in steps of 2^-32. */
  uniform(): number;
  /** 0 .. below-1. */
  integer(below: number): number;
  /**
   * Nearly normal: the sum of twelve 16-bit uniforms, moved and scaled to mean 0 and variance 1. Extremes are +-6; no logarithm or cosine,
   * whose last digit differs between libraries, is needed.
   */
  normal(): number;
  /** Normal, drawn again beyond two deviations (Keras's TruncatedNormal before its scaling). */
  truncatedNormal(): number;
  /** 0 .. n-1 in random order (Fisher-Yates from the end). */
  permutation(n: number): Int32Array;
  normals(n: number): Float64Array;
  uniforms(n: number): Float64Array;
}

/** A stream of its own for every purpose, so that drawing more for one never shifts another: `stream(seed, 'weights/0/kernel')`. */
export function stream(seed: number, label: string): Random {
  const name = hash(label);
  const first = mix((seed ^ name) >>> 0);
  const second = mix((Math.imul(first, 0x9e3779b1) + name) >>> 0);
  let counter = 0;

  const uint32 = (): number => {
    counter = (counter + 1) | 0;
    return mix(mix((Math.imul(counter, 0x9e3779b9) + first) >>> 0) ^ second);
  };
  const uniform = (): number => uint32() / 4294967296;
  const integer = (below: number): number => Math.floor((uint32() * below) / 4294967296);
  const normal = (): number => {
    let sum = 0;
    for (let i = 0; i < 6; i++) {
      const bits = uint32();
      sum += (bits & 0xffff) + (bits >>> 16);
    }
    return (sum - 6 * 65535) / 65536;
  };
  const truncatedNormal = (): number => {
    for (;;) {
      const value = normal();
      if (value > -2 && value < 2) return value;
    }
  };

  return {
    uint32,
    uniform,
    integer,
    normal,
    truncatedNormal,
    permutation(n) {
      const order = Int32Array.from({ length: n }, (_, i) => i);
      for (let i = n - 1; i > 0; i--) {
        const j = integer(i + 1);
        const held = order[i] ?? 0;
        order[i] = order[j] ?? 0;
        order[j] = held;
      }
      return order;
    },
    normals(n) {
      const out = new Float64Array(n);
      for (let i = 0; i < n; i++) out[i] = normal();
      return out;
    },
    uniforms(n) {
      const out = new Float64Array(n);
      for (let i = 0; i < n; i++) out[i] = uniform();
      return out;
    },
  };
}
