const modelPackage = /^@x\/model-/;
const float32Weights = 'model.onnx';
const otherFormat = /^model_[a-z\d]+\.onnx$/;

/**
 * Returns the weights of a model package in formats other than float32. Float32 is the only format that can be kept alone, because the 8-bit
 * weights read the float32 file.
 *
 * @example
 * otherWeights('@x/model-all-minilm-l6-v2', ['model.onnx', 'model_int8.onnx', 'tokenizer.json']); // => ['model_int8.onnx']
 */
export function otherWeights(packageName: string, paths: readonly string[]): readonly string[] {
  if (!modelPackage.test(packageName) || !paths.includes(float32Weights)) return [];
  return paths.filter((path) => otherFormat.test(path));
}
