import type { Isolation } from '../onnx-model-options.ts';
import type { RuntimeName } from '../session/runtime.ts';

/** Where a model may run, and by which build of ONNX Runtime. */
export interface Place {
  readonly isolation: Isolation;
  readonly runtime: RuntimeName;
}

/** Every isolation with the native runtime, and WebAssembly in the calling thread, where it starts once and not for every model. */
export const places: readonly Place[] = [
  { isolation: 'worker', runtime: 'native' },
  { isolation: 'process', runtime: 'native' },
  { isolation: 'inline', runtime: 'native' },
  { isolation: 'inline', runtime: 'wasm' },
];
