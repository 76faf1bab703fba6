import { emitWarning } from '@x/core';

let isTold = false;

/**
 * Emits a process warning, once, when a model runs in WebAssembly because the native runtime cannot be loaded: the user did not choose the
 * loss of speed.
 */
export function warnOfWasm(nativeFailure: string | undefined): void {
  if (nativeFailure === undefined || isTold) return;
  isTold = true;
  emitWarning(
    `Models run in WebAssembly, several times slower: onnxruntime-node cannot be loaded (${nativeFailure}).`,
    {
      type: 'RuntimeWarning',
      code: 'X_WASM_RUNTIME',
      detail: "Set runtime to 'wasm' to accept this, or to 'native' to get an error instead.",
    },
  );
}
