import { type OptionKinds, requireOneOf, requireOptions, requireText } from '@x/core';
import { isExternalData } from './model-files.ts';
import type { ResolveModelOptions } from './resolve-model-options.ts';

/** Number format of a model's weights, by the file names of exporters: `model_fp16.onnx`, `model_quantized.onnx`, ... */
export type ModelDtype = 'fp32' | 'fp16' | 'int8' | 'uint8' | 'q8' | 'q4' | 'q4f16' | 'bnb4';

// The file names of transformers.js exports (packages/transformers/src/utils/dtypes.js).
const suffixes: Readonly<Record<ModelDtype, string>> = {
  fp32: '',
  fp16: '_fp16',
  int8: '_int8',
  uint8: '_uint8',
  q8: '_quantized',
  q4: '_q4',
  q4f16: '_q4f16',
  bnb4: '_bnb4',
};

/** All supported number formats. */
export const modelDtypes: readonly ModelDtype[] = Object.keys(suffixes) as ModelDtype[];

/** The files of a model, for {@link filesForDtype}. */
export interface ListedFiles {
  /** Path of the weights. Of several paths, the first existing one is used. */
  readonly modelFile: string | readonly string[];
  readonly additionalFiles: readonly string[];
}

const fileKinds: OptionKinds<ListedFiles> = { modelFile: ['text', 'list'], additionalFiles: 'list' };

/**
 * Returns options of `resolveModel` for a model's weights in a number format, or for the given files when `dtype` is undefined.
 *
 * @example
 * filesForDtype({ modelFile: 'onnx/model.onnx', additionalFiles: ['onnx/model.onnx_data'] }, 'fp16');
 * // => { modelFile: ['onnx/model_fp16.onnx'], additionalFiles: [], externalData: true, exactFile: true }
 */
export function filesForDtype(
  files: ListedFiles,
  dtype: ModelDtype | undefined,
): Pick<ResolveModelOptions, 'modelFile' | 'additionalFiles' | 'externalData' | 'exactFile'> {
  const { modelFile, additionalFiles } = requireOptions(files, fileKinds, 'files');
  if (dtype === undefined) return { modelFile, additionalFiles };
  const listed = typeof modelFile === 'string' ? [modelFile] : modelFile;
  const modelFiles = listed.map((path) => modelFileFor(path, dtype));
  const isListed = modelFiles[0] === listed[0];
  // External data among the given files belongs to the given weights. Other files serve all formats.
  const others = additionalFiles.filter((path) => !listed.some((weights) => isExternalData(path, weights)));
  return {
    modelFile: modelFiles,
    additionalFiles: isListed ? additionalFiles : others,
    externalData: !isListed || others.length === additionalFiles.length,
    exactFile: true,
  };
}

/**
 * Returns the path of a model's weights in another number format, by the naming rule of exporters. It does not check that a repository has the file.
 *
 * @example
 * modelFileFor('onnx/model.onnx', 'fp16'); // => 'onnx/model_fp16.onnx'
 * modelFileFor('onnx/model_quantized.onnx', 'fp32'); // => 'onnx/model.onnx'
 */
export function modelFileFor(modelFile: string, dtype: ModelDtype): string {
  const format = requireOneOf(dtype, 'dtype', modelDtypes);
  return requireText(modelFile, 'modelFile').replace(dtypeSuffix, `${suffixes[format]}.onnx`);
}

/**
 * Returns the number format in the name of a file.
 *
 * @example
 * dtypeOf('onnx/model_int8.onnx'); // => 'int8'
 * dtypeOf('model.onnx'); // => 'fp32'
 */
export function dtypeOf(modelFile: string): ModelDtype {
  const suffix = dtypeSuffix.exec(modelFile)?.[1] ?? '';
  return modelDtypes.find((dtype) => suffixes[dtype] === suffix) ?? 'fp32';
}

const knownSuffixes = Object.values(suffixes).filter((suffix) => suffix !== '');
const dtypeSuffix = new RegExp(`(${knownSuffixes.join('|')}|_optimized)?\\.onnx$`);
