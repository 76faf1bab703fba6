import { externalDataOf } from '../model-file/external-data.ts';
import type { Runtime, RuntimeSession, RuntimeTensor } from './runtime.ts';

/** The options of a session that are set here (`InferenceSession.SessionOptions`). */
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

/** Where WebAssembly gets files from: it has no file system of its own. */
export interface ModelFiles {
  read(path: string): Promise<Uint8Array>;
  /** The path of a file that the one at `path` names by a relative path. */
  beside(path: string, location: string): string;
}

/**
 * `onnxruntime-web` on the processor. A graph and its external data are read whole before it sees them.
 *
 * The number of threads is that of the first session of a thread: WebAssembly starts them all when it starts.
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
