export { applyHead } from './layers/apply-head.ts';
export { poolTokens, type PoolTokens, type TokenPooling, tokenPoolings } from './layers/token-pooling.ts';
export { sniffModelFile } from './model-file/sniff-model-file.ts';
export { OnnxModel, type RunOptions } from './onnx-model.ts';
export {
  type Isolation,
  onnxModelOptionKinds,
  type OnnxModelOptions,
  runtimeOptionKinds,
} from './onnx-model-options.ts';
export type { RuntimeChoice } from './session/load-runtime.ts';
export type {
  ModelOutput,
  Reduction,
  ReductionInput,
  ReductionModule,
  ReductionReference,
} from './session/reduction.ts';
export type { RuntimeName } from './session/runtime.ts';
