import { loadNativePackage } from '@x/core/native';

// onnxruntime-common's type files do not compile under `skipLibCheck: false`; the members used here are declared here.

/** A tensor as ONNX Runtime takes and gives it. */
export interface NativeTensor {
  readonly type: string;
  readonly dims: readonly number[];
  readonly data: unknown;
}

/** An open session. `run` blocks its thread until the model has run, although it returns a promise. */
export interface NativeSession {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  /** Of the outputs in their order; only tensors have a shape. */
  readonly outputMetadata: readonly { readonly shape?: readonly (number | string)[] }[];
  run(feeds: Readonly<Record<string, NativeTensor>>): Promise<Readonly<Record<string, NativeTensor>>>;
  release(): Promise<void>;
}

/** The options of a session that are set here (`InferenceSession.SessionOptions`). */
export interface NativeSessionOptions {
  readonly executionProviders: readonly string[];
  readonly intraOpNumThreads: number;
  readonly interOpNumThreads: number;
  readonly graphOptimizationLevel: 'all';
  readonly logSeverityLevel: 0 | 1 | 2 | 3 | 4;
}

/** The members of `onnxruntime-node` that are used. */
export interface NativeRuntime {
  readonly InferenceSession: { create(path: string, options: NativeSessionOptions): Promise<NativeSession> };
  readonly Tensor: new (type: 'int64', data: BigInt64Array, dims: readonly number[]) => NativeTensor;
  readonly listSupportedBackends: () => readonly { readonly name: string; readonly bundled: boolean }[];
  readonly env: { logLevel?: string };
}

const key = Symbol.for('@x/onnxruntime-node');

/**
 * The native runtime, loaded on first use, once per thread.
 *
 * Kept on `globalThis`: a module cache that is reset (jest, hot reload) would load it twice into one thread, and the second
 * session then aborts the process (microsoft/onnxruntime#32464).
 *
 * `address` is that of a module beside which the library is installed. A worker, which is no file, is told one with its model.
 *
 * @throws {NativeLibraryError} when it cannot be loaded.
 */
export function loadNativeRuntime(address: string = import.meta.url): NativeRuntime {
  const holder = globalThis as { [key]?: NativeRuntime };
  holder[key] ??= loadNativePackage('onnxruntime-node', address) as NativeRuntime;
  return holder[key];
}
