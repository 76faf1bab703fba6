import type { RowDatatype, Distance } from '../../requests/types/vector-types.ts';
import type { RowFormat } from '../row-formats.ts';
import { kernelModule } from './kernel-module.ts';

/**
 * A kernel over rows in its own memory. All arguments except `count` and `bytes` are addresses. Row `i` is at
 * `rows + i × bytes`, or at `rows + slots[i] × bytes` when `slots` is not 0. Writes `count` float32 to `out`.
 */
export type SimdKernel = (
  query: number,
  rows: number,
  bytes: number,
  slots: number,
  count: number,
  out: number,
) => void;

/** A {@link SimdKernel} over float32 whose bfloat16 prefixes and suffixes are stored as two rows of `bytes` bytes each. */
export type PlaneKernel = (
  query: number,
  prefix: number,
  suffix: number,
  bytes: number,
  slots: number,
  count: number,
  out: number,
) => void;

/** Writes `first + i` to `out` for each of the `count` scores that passes `limit`, and returns the number written. */
export type ListKernel = (scores: number, count: number, limit: number, first: number, out: number) => number;

/** Splits a row into its prefix and suffix, `bytes` bytes each, and returns the sum of its squared elements. */
export type SplitKernel = (row: number, prefix: number, suffix: number, bytes: number) => number;

/**
 * Updates `best`, two float64 for each row of the query, to the maximum of its present value and the scaled products of that
 * row with `count` rows of codes of `bits` bits (assembly/code-kernels.ts describes the layout).
 */
export type CodeKernel = (
  bits: number,
  rows: number,
  rowBytes: number,
  count: number,
  query: number,
  stride: number,
  queryCount: number,
  codes: number,
  scales: number,
  best: number,
) => void;

/** Kernels for rows that are split into prefixes and suffixes. */
export interface PlaneKernels {
  readonly splitRow: SplitKernel;
  readonly both: ByDistance<PlaneKernel>;
  /** Reads the prefixes alone. Scores up to a multiple of four rows. */
  readonly prefix: ByDistance<SimdKernel>;
  /** Lists the scores that are larger than a limit; `listSmaller` lists those that are smaller. */
  readonly listLarger: ListKernel;
  readonly listSmaller: ListKernel;
}

/** A kernel for each distance. */
export type ByDistance<Kernel> = Readonly<Record<Distance, Kernel>>;

/** A memory and the kernels that work in it. */
export interface SimdMemory {
  readonly buffer: ArrayBuffer;
  /** Returns the kernels over rows of a format. */
  rowKernels(format: Pick<RowFormat, 'datatype' | 'hasOwnCosine'>): ByDistance<SimdKernel>;
  planeKernels(): PlaneKernels;
  /** Returns the kernel that computes MaxSim over rows of codes. */
  codeKernel(): CodeKernel;
}

const pageBytes = 65_536;

/**
 * Reserves zero-filled memory and creates its kernels; returns `undefined` when the platform has no SIMD or no room.
 *
 * The memory never grows, so views on it stay valid.
 */
export function createSimdMemory(byteLength: number): SimdMemory | undefined {
  const kernels = kernelModule();
  if (kernels === undefined) return undefined;
  const pages = Math.ceil(byteLength / pageBytes);
  let memory: { readonly buffer: ArrayBuffer };
  try {
    memory = new kernels.api.Memory({ initial: pages, maximum: pages });
  } catch {
    // Each memory reserves gigabytes of address space, which may be limited, although it uses only its own length.
    return undefined;
  }
  const { exports } = new kernels.api.Instance(kernels.module, { env: { memory } });
  return {
    buffer: memory.buffer,
    rowKernels: ({ datatype, hasOwnCosine }) => byDistance<SimdKernel>(exports, rowSuffixes[datatype], hasOwnCosine),
    planeKernels: () => ({
      splitRow: exports['splitRow'] as SplitKernel,
      both: byDistance<PlaneKernel>(exports, 'Planes'),
      prefix: byDistance<SimdKernel>(exports, 'Prefixes'),
      listLarger: exports['listLarger'] as ListKernel,
      listSmaller: exports['listSmaller'] as ListKernel,
    }),
    codeKernel: () => exports['maxSimOfCodes'] as CodeKernel,
  };
}

/** The suffixes of kernel names in the module (assembly/). */
const rowSuffixes: Readonly<Record<RowDatatype, string>> = { float32: 'Float32', float16: 'Float16', uint8: 'Uint8' };

/** Returns the kernels of one kind. The cosine of normalized vectors is their dot product. */
function byDistance<Kernel>(
  exports: Readonly<Record<string, unknown>>,
  suffix: string,
  hasOwnCosine = false,
): ByDistance<Kernel> {
  const kernelOf = (name: string): Kernel => exports[name + suffix] as Kernel;
  return {
    Cosine: kernelOf(hasOwnCosine ? 'cosine' : 'dot'),
    Dot: kernelOf('dot'),
    Euclid: kernelOf('euclid'),
    Manhattan: kernelOf('manhattan'),
  };
}
