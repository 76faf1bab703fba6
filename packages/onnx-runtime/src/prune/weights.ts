const modelPackage = /^@x\/model-/;
const float32Weights = 'model.onnx';
const otherFormat = /^model_[a-z\d]+\.onnx$/;

/**
 * Weights of a model package in other number formats than float32. Those of 8 bits read the float32 file, so no other format can be kept alone.
 *
 * @example
 * otherWeights('@x/model-all-minilm-l6-v2', ['model.onnx', 'model_int8.onnx', 'tokenizer.json']); // => ['model_int8.onnx']
 */
export function otherWeights(packageName: string, paths: readonly string[]): readonly string[] {
  if (!modelPackage.test(packageName) || !paths.includes(float32Weights)) return [];
  return paths.filter((path) => otherFormat.test(path));
}
