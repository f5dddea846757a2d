/** Memory and kernels of a compiled training: arrays are taken from it one after another, and given back all at once. */
import { kernels as encoded, type Kernels } from './kernels';

export interface Machine {
  readonly kernels: Kernels;
  /** A new array of zeros in the memory. Stays where it is until the machine is released. Throws Refused where there is no room. */
  readonly array: (length: number) => Float32Array;
  /** Whether an array lies in the memory, so that kernels can be told of it. */
  readonly holds: (array: Float32Array) => boolean;
  /** Bytes that are taken. */
  readonly taken: () => number;
  /** Gives all arrays back; nobody may use them any more. */
  readonly release: () => void;
}

/** The plan cannot be made: training takes the general engine, and the reason is told. */
export class Refused extends Error {}

const PAGE = 65536;
/**
 * Sizes of memory that are tried, in pages: 768 MB, and less where the system grants no more. The system hands out pages when they are first
 * written to, so a small model takes little; a memory that grew would move every array.
 */
const SIZES = [12288, 4096, 1024];
const ALIGNMENT = 32;

let module: WebAssembly.Module | null | undefined;
const idle: Machine[] = [];

/** Compiles the kernels, once; undefined where the processor or the host has no SIMD. */
function compiled(): WebAssembly.Module | undefined {
  if (module === undefined) {
    try {
      module = new WebAssembly.Module(Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0)));
    } catch {
      module = null;
    }
  }
  return module ?? undefined;
}

/** Compiles the kernels before anybody needs them. */
export const warm = (): void => void compiled();

/** A machine that nobody else uses. Throws Refused where WebAssembly cannot run. */
export function openMachine(): Machine {
  const used = idle.pop();
  if (used !== undefined) return used;
  const code = compiled();
  if (code === undefined) throw new Refused('no WebAssembly with SIMD here');
  const memory = granted();
  const instance = new WebAssembly.Instance(code, {
    env: {
      memory,
      abort: () => {
        throw new Error('a kernel aborted');
      },
    },
  });
  const { buffer } = memory;
  const kernels = instance.exports as unknown as Kernels;
  // Above 0, which means `no array` to kernels.
  const base = Math.ceil((kernels.base() + 1) / ALIGNMENT) * ALIGNMENT;
  let top = base;
  let touched = base;
  const machine: Machine = {
    kernels,
    array: (length) => {
      const at = top;
      // A kernel may read up to the end of the last vector.
      const end = Math.ceil((at + length * 4 + 16) / ALIGNMENT) * ALIGNMENT;
      if (end > buffer.byteLength) throw new Refused(`more than ${Math.round(buffer.byteLength / 1e6)} MB of memory`);
      top = end;
      if (at < touched) new Uint8Array(buffer, at, Math.min(end, touched) - at).fill(0);
      touched = Math.max(touched, end);
      return new Float32Array(buffer, at, length);
    },
    taken: () => top,
    holds: (array) => array.buffer === buffer,
    release: () => {
      top = base;
      idle.push(machine);
    },
  };
  return machine;
}

function granted(): WebAssembly.Memory {
  for (const pages of SIZES) {
    try {
      return new WebAssembly.Memory({ initial: pages, maximum: pages });
    } catch {
      // Less, then.
    }
  }
  throw new Refused(`less than ${((SIZES.at(-1) ?? 0) * PAGE) / 1e6} MB of memory`);
}
