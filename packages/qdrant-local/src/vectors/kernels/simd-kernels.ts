import type { Datatype } from '../datatypes.ts';
import type { Distance } from '../distances.ts';
import { kernelModule } from './kernel-module.ts';

/**
 * A kernel over rows in the memory that it belongs to. All arguments but `count` and `bytes` are addresses; row `i` is the
 * one at `rows + i × bytes`, or, where `slots` is not 0, at `rows + slots[i] × bytes`. Writes `count` float32 to `out`.
 */
export type SimdKernel = (
  query: number,
  rows: number,
  bytes: number,
  slots: number,
  count: number,
  out: number,
) => void;

/** The names of the kernels in the module (assembly/kernels.ts). */
const kernelNames: Readonly<Record<Datatype, Readonly<Record<Distance, string>>>> = {
  float32: { Cosine: 'dotFloat32', Dot: 'dotFloat32', Euclid: 'euclidFloat32', Manhattan: 'manhattanFloat32' },
  float16: { Cosine: 'dotFloat16', Dot: 'dotFloat16', Euclid: 'euclidFloat16', Manhattan: 'manhattanFloat16' },
  uint8: { Cosine: 'cosineUint8', Dot: 'dotUint8', Euclid: 'euclidUint8', Manhattan: 'manhattanUint8' },
};

/** The kernels of a datatype over a memory of their own. */
export interface SimdMemory {
  readonly buffer: ArrayBuffer;
  readonly kernels: Readonly<Record<Distance, SimdKernel>>;
}

const pageBytes = 65_536;

/**
 * Reserves memory, all zeros, and the kernels for it; `undefined` where this platform has no SIMD or no room.
 *
 * The memory never grows, so views on it stay valid.
 */
export function createSimdMemory(byteLength: number, datatype: Datatype): SimdMemory | undefined {
  const kernels = kernelModule();
  if (kernels === undefined) return undefined;
  const pages = Math.ceil(byteLength / pageBytes);
  let memory: { readonly buffer: ArrayBuffer };
  try {
    memory = new kernels.api.Memory({ initial: pages, maximum: pages });
  } catch {
    // Each memory takes gigabytes of address space, which may be limited, though it uses no more than it is long.
    return undefined;
  }
  const { exports } = new kernels.api.Instance(kernels.module, { env: { memory } });
  const kernelOf = (name: string): SimdKernel => exports[name] as SimdKernel;
  const { Cosine, Dot, Euclid, Manhattan } = kernelNames[datatype];
  return {
    buffer: memory.buffer,
    kernels: {
      Cosine: kernelOf(Cosine),
      Dot: kernelOf(Dot),
      Euclid: kernelOf(Euclid),
      Manhattan: kernelOf(Manhattan),
    },
  };
}
