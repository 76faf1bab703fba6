import { readFile } from 'node:fs/promises';
import { dirname, isAbsolute, relative, resolve } from 'node:path';

import { NativeLibraryError } from '@x/core';
import { loadNativePackage } from '@x/core/native';

import { loadNativeRuntime } from './native-runtime.ts';
import type { Runtime, RuntimeName } from './runtime.ts';
import { createWasmRuntime, type WasmLibrary } from './wasm-runtime.ts';

/** Which build of ONNX Runtime to load. `auto` loads the native build if possible, else the WebAssembly build. */
export type RuntimeChoice = RuntimeName | 'auto';

/**
 * A loaded runtime. `nativeFailure` is the reason why the preferred native runtime cannot be used; absent otherwise.
 */
export interface LoadedRuntime {
  readonly runtime: Runtime;
  readonly nativeFailure?: string;
}

const webPackage = 'onnxruntime-web';

/**
 * Loads the requested runtime, once per thread.
 *
 * `address` is the address of the module from which the libraries are resolved.
 *
 * @throws {NativeLibraryError} when it cannot be loaded; the error also names the alternative.
 */
export function loadRuntime(choice: RuntimeChoice, address: string): LoadedRuntime {
  if (choice === 'wasm') return { runtime: loadWasmRuntime(address) };
  try {
    return { runtime: loadNativeRuntime(address) };
  } catch (error) {
    if (!NativeLibraryError.isInstance(error)) throw error;
    if (choice === 'native') throw withAlternative(error, `Or set runtime to 'wasm' and ${advice}`);
    return { runtime: loadInstead(error, address), nativeFailure: error.reason };
  }
}

const advice = `run "npm install ${webPackage}": it has no native code, but is several times slower.`;

function loadInstead(failure: NativeLibraryError, address: string): Runtime {
  try {
    return loadWasmRuntime(address);
  } catch (error) {
    if (!NativeLibraryError.isInstance(error)) throw error;
    const { problem, reason } = error;
    const alternative =
      problem === 'not-installed' ? `Or ${advice}` : `"${webPackage}" cannot be loaded either (${reason}).`;
    throw withAlternative(failure, alternative);
  }
}

function withAlternative(error: NativeLibraryError, alternative: string): NativeLibraryError {
  const { packageName, problem, platform, reason, cause } = error;
  return new NativeLibraryError({ packageName, problem, platform, reason, alternative, cause });
}

function loadWasmRuntime(address: string): Runtime {
  return createWasmRuntime(loadNativePackage(webPackage, address) as WasmLibrary, { read: readFile, beside });
}

/** Returns the path of external data. Like the native runtime, requires it to be in the model's folder or below. */
function beside(path: string, location: string): string {
  const folder = dirname(path);
  const place = resolve(folder, location);
  const way = relative(folder, place);
  if (isAbsolute(location) || isAbsolute(way) || way.split(/[\\/]/)[0] === '..') {
    throw new Error(`its external data "${location}" is not in the folder of the graph.`);
  }
  return place;
}
