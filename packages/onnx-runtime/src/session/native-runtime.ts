import { loadNativePackage } from '@x/core/native';

import type { Runtime, RuntimeSession, RuntimeTensor } from './runtime.ts';

/** The session options that are set here (`InferenceSession.SessionOptions`). */
export interface NativeSessionOptions {
  readonly executionProviders: readonly string[];
  readonly intraOpNumThreads: number;
  readonly interOpNumThreads: number;
  readonly graphOptimizationLevel: 'all';
  readonly logSeverityLevel: 0 | 1 | 2 | 3 | 4;
}

/** The members of `onnxruntime-node` that are used. */
export interface NativeLibrary {
  readonly InferenceSession: { create(path: string, options: NativeSessionOptions): Promise<RuntimeSession> };
  readonly Tensor: new (type: 'int64', data: BigInt64Array, dims: readonly number[]) => RuntimeTensor;
  readonly listSupportedBackends: () => readonly { readonly name: string; readonly bundled: boolean }[];
  readonly env: { logLevel?: string };
}

const key = Symbol.for('@x/onnxruntime-node');

/**
 * Loads `onnxruntime-node` on first use, once per thread.
 *
 * The library is stored on `globalThis`. A reset module cache (jest, hot reload) would load it twice in one thread, and the
 * second session would then abort the process (microsoft/onnxruntime#32464).
 *
 * `address` is the address of the module from which the library is resolved. A worker is not a file, so it gets the address
 * with its model.
 *
 * @throws {NativeLibraryError} when it cannot be loaded.
 */
export function loadNativeRuntime(address: string): Runtime {
  const holder = globalThis as { [key]?: NativeLibrary };
  holder[key] ??= loadNativePackage('onnxruntime-node', address) as NativeLibrary;
  const { InferenceSession, Tensor, listSupportedBackends, env } = holder[key];
  return {
    name: 'native',
    providers: listSupportedBackends().map(({ name }) => name),
    Tensor,
    createSession: (path, { executionProvider, intraOpThreads }) =>
      InferenceSession.create(path, {
        executionProviders: [executionProvider],
        intraOpNumThreads: intraOpThreads,
        interOpNumThreads: 1,
        graphOptimizationLevel: 'all',
        logSeverityLevel: 4,
      }),
    silence: () => {
      env.logLevel = 'fatal';
    },
  };
}
