import { ModelFileError, NativeLibraryError, readWebFile } from '@x/core';
import * as library from 'onnxruntime-web/wasm';

import { createWasmRuntime, type WasmLibrary } from './wasm-runtime.ts';
import type { LoadedRuntime, RuntimeChoice } from './load-runtime.ts';

/**
 * Loads the WebAssembly runtime, the only one in a browser.
 *
 * @throws {NativeLibraryError} when the native runtime is requested.
 */
export function loadRuntime(choice: RuntimeChoice): LoadedRuntime {
  if (choice === 'native') {
    const reason = 'a browser cannot run native code: omit runtime, or set it to wasm';
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

/** Returns the address of external data. A graph may only refer to files in its own folder or below. */
function beside(address: string, location: string): string {
  const place = new URL(location, address).href;
  if (place.startsWith(new URL('.', address).href)) return place;
  throw new Error(`its external data "${location}" is not in the folder of the graph.`);
}
