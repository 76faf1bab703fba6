import { ModelFileError, NativeLibraryError, readWebFile } from '@x/core';
import * as library from 'onnxruntime-web/wasm';

import { createWasmRuntime, type WasmLibrary } from './wasm-runtime.ts';
import type { LoadedRuntime, RuntimeChoice } from './load-runtime.ts';

/**
 * In a browser there is WebAssembly alone.
 *
 * @throws {NativeLibraryError} when the native runtime is wanted.
 */
export function loadRuntime(choice: RuntimeChoice): LoadedRuntime {
  if (choice === 'native') {
    const reason = 'a browser runs no native code: leave runtime out, or set it to wasm';
    throw new NativeLibraryError({
      packageName: 'onnxruntime-node',
      problem: 'no-binary',
      platform: 'a browser',
      reason,
    });
  }
  return { runtime: createWasmRuntime(library as unknown as WasmLibrary, { read, beside }) };
}

export type { LoadedRuntime, RuntimeChoice };

async function read(address: string): Promise<Uint8Array> {
  const response = await readWebFile(address);
  if (response !== undefined) return new Uint8Array(await response.arrayBuffer());
  throw new ModelFileError({ path: address, problem: 'missing', message: 'the file does not exist.' });
}

/** The address of external data; a graph may name none of another site. */
function beside(address: string, location: string): string {
  const place = new URL(location, address).href;
  if (place.startsWith(new URL('.', address).href)) return place;
  throw new Error(`its external data "${location}" does not lie in the folder of the graph.`);
}
