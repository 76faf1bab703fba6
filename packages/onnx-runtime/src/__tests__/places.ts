import type { Isolation } from '../onnx-model-options.ts';
import type { RuntimeName } from '../session/runtime.ts';

/** Where a model runs, and with which build of ONNX Runtime. */
export interface Place {
  readonly isolation: Isolation;
  readonly runtime: RuntimeName;
}

/**
 * Every isolation with the native runtime, and WebAssembly in the calling thread. There WebAssembly starts once, and not once per
 * model.
 */
export const places: readonly Place[] = [
  { isolation: 'worker', runtime: 'native' },
  { isolation: 'process', runtime: 'native' },
  { isolation: 'inline', runtime: 'native' },
  { isolation: 'inline', runtime: 'wasm' },
];
