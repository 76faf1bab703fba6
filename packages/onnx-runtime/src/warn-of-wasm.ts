import { emitWarning } from '@x/core';

let isTold = false;

/**
 * Emits one process warning when a model runs in WebAssembly because the native runtime cannot be loaded. The warning makes the unexpected
 * loss of speed visible.
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
