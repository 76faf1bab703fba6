import { readFile } from 'node:fs/promises';
import { dirname, isAbsolute, relative, resolve } from 'node:path';

import { NativeLibraryError } from '@x/core';
import { loadNativePackage } from '@x/core/native';

import { loadNativeRuntime } from './native-runtime.ts';
import type { Runtime, RuntimeName } from './runtime.ts';
import { createWasmRuntime, type WasmLibrary } from './wasm-runtime.ts';

/** Which build of ONNX Runtime is wanted: one of them, or with `auto` the native one where it loads, else the other. */
export type RuntimeChoice = RuntimeName | 'auto';

/** A runtime, and why the one that is preferred to it does not serve; absent when it does. */
export interface LoadedRuntime {
  readonly runtime: Runtime;
  readonly nativeFailure?: string;
}

const webPackage = 'onnxruntime-web';

/**
 * Loads the runtime that is wanted, once per thread.
 *
 * `address` is that of a module beside which the libraries are installed.
 *
 * @throws {NativeLibraryError} when it cannot be loaded; it names the other way, too.
 */
export function loadRuntime(choice: RuntimeChoice, address: string): LoadedRuntime {
  if (choice === 'wasm') return { runtime: loadWasmRuntime(address) };
  try {
    return { runtime: loadNativeRuntime(address) };
  } catch (error) {
    if (!NativeLibraryError.isInstance(error)) throw error;
    if (choice === 'native') throw withAlternative(error, `Or set runtime to 'wasm', for which ${advice}`);
    return { runtime: loadInstead(error, address), nativeFailure: error.reason };
  }
}

const advice = `"npm install ${webPackage}" is enough: it has no native code, and takes several times as long.`;

function loadInstead(failure: NativeLibraryError, address: string): Runtime {
  try {
    return loadWasmRuntime(address);
  } catch (error) {
    if (!NativeLibraryError.isInstance(error)) throw error;
    const { problem, reason } = error;
    const alternative = problem === 'not-installed' ? `Or ${advice}` : `Nor can "${webPackage}" be loaded (${reason}).`;
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

/** The path of external data, which must lie in the model's folder or below, as the native runtime demands. */
function beside(path: string, location: string): string {
  const folder = dirname(path);
  const place = resolve(folder, location);
  const way = relative(folder, place);
  if (isAbsolute(location) || isAbsolute(way) || way.split(/[\\/]/)[0] === '..') {
    throw new Error(`its external data "${location}" does not lie in the folder of the graph.`);
  }
  return place;
}
