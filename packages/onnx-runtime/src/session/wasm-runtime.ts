import { externalDataOf } from '../model-file/external-data.ts';
import type { Runtime, RuntimeSession, RuntimeTensor } from './runtime.ts';

/** The session options that are set here (`InferenceSession.SessionOptions`). */
interface WasmSessionOptions {
  readonly executionProviders: readonly string[];
  readonly graphOptimizationLevel: 'all';
  readonly logSeverityLevel: 4;
  readonly externalData: readonly { readonly path: string; readonly data: Uint8Array }[];
}

/** The members of `onnxruntime-web` that are used. */
export interface WasmLibrary {
  readonly InferenceSession: { create(model: Uint8Array, options: WasmSessionOptions): Promise<RuntimeSession> };
  readonly Tensor: new (type: 'int64', data: BigInt64Array, dims: readonly number[]) => RuntimeTensor;
  readonly env: { logLevel?: string; readonly wasm: { numThreads?: number } };
}

/** File access for WebAssembly, which has no file system. */
export interface ModelFiles {
  read(path: string): Promise<Uint8Array>;
  /** Resolves `location`, a relative path in the file at `path`. */
  beside(path: string, location: string): string;
}

/**
 * Creates the runtime for `onnxruntime-web` on the CPU. A graph and its external data are read completely before they
 * are passed to it.
 *
 * The first session of a thread determines the number of threads, because WebAssembly starts them all at once.
 */
export function createWasmRuntime({ InferenceSession, Tensor, env }: WasmLibrary, files: ModelFiles): Runtime {
  return {
    name: 'wasm',
    providers: ['cpu'],
    Tensor,
    createSession: async (path, { intraOpThreads }) => {
      const graph = await files.read(path);
      const externalData = await Promise.all(
        externalDataOf(graph).map(async (location) => ({
          path: location,
          data: await files.read(files.beside(path, location)),
        })),
      );
      env.wasm.numThreads = intraOpThreads;
      return InferenceSession.create(graph, {
        executionProviders: ['wasm'],
        graphOptimizationLevel: 'all',
        logSeverityLevel: 4,
        externalData,
      });
    },
    silence: () => {
      env.logLevel = 'fatal';
    },
  };
}
