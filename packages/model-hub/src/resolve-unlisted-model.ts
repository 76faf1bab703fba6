import {
  DownloadError,
  ModelUnavailableError,
  type OptionKinds,
  requireOneOf,
  requireOptions,
  requireText,
  requireTexts,
  UnknownModelError,
} from '@x/core';
import { filesForDtype, type ModelDtype, modelDtypes } from './model-dtype.ts';
import { modelFilePlaces } from './model-files.ts';
import { resolveModel } from './resolve-model.ts';
import { modelSourceOptionKinds, type ResolveModelOptions } from './resolve-model-options.ts';
import type { ResolvedModel } from './resolved-model.ts';

/** Options of {@link resolveUnlistedModel}: those of `resolveModel`, save the weights, which are looked for. */
export interface UnlistedModelOptions extends Omit<ResolveModelOptions, 'modelFile' | 'externalData' | 'npmPackage'> {
  /** Number format of the weights. @default the file without a suffix */
  readonly dtype?: ModelDtype | undefined;
  /** Where the weights are looked for, in this order. @default ['onnx/model.onnx', 'model.onnx'] */
  readonly modelFiles?: readonly string[];
}

/** The catalogue that does not list the model. */
export interface ModelList {
  /** What it lists, e.g. `reranker`. */
  readonly kind: string;
  readonly knownModels: readonly string[];
  /** A sentence on where models of other kinds are loaded. @default none */
  readonly elsewhere?: string;
}

const { externalData: _, ...sourceKinds } = modelSourceOptionKinds;

/** The kind of each option of `resolveUnlistedModel`. */
export const unlistedModelOptionKinds: OptionKinds<UnlistedModelOptions> = {
  ...sourceKinds,
  additionalFiles: 'list',
  repository: 'text',
  dtype: 'text',
  modelFiles: 'list',
};
const listKinds: OptionKinds<ModelList> = { kind: 'text', knownModels: 'list', elsewhere: 'text' };

/**
 * Finds a model that no catalogue lists: an installed package, a directory, or a repository of the hub in the layout that exporters use,
 * `onnx/model.onnx` or `model.onnx`, with whatever external data lies beside the weights.
 *
 * A name without owner is no repository: only packages, directories and an explicit `source` are asked for it.
 *
 * @throws {UnknownModelError} when there is no such model, or it cannot be had: near names are listed, and `cause` says why.
 * @throws {DownloadError} when the hub refuses access (403), is too busy (429) or has failed (5xx).
 * @throws {ModelFileError | InvalidArgumentError} as `resolveModel`.
 *
 * @example
 * const { modelFile } = await resolveUnlistedModel('org/name', { dtype: 'fp16' }, { kind: 'reranker', knownModels: [] });
 * modelFile; // => '.../models--org--name/snapshots/.../onnx/model_fp16.onnx'
 */
export async function resolveUnlistedModel(
  model: string,
  unlistedOptions: UnlistedModelOptions,
  list: ModelList,
): Promise<ResolvedModel> {
  requireText(model, 'model');
  const { dtype, modelFiles = modelFilePlaces, ...options } = requireOptions(unlistedOptions, unlistedModelOptionKinds);
  const { kind, knownModels, elsewhere } = requireOptions(list, listKinds, 'list');
  if (dtype !== undefined) requireOneOf(dtype, 'dtype', modelDtypes);
  requireTexts(modelFiles, 'modelFiles');
  requireTexts(knownModels, 'knownModels');
  const { source, modelPath } = options;
  const isLocal = source === undefined && modelPath === undefined && !model.includes('/');
  const { additionalFiles = [] } = options;
  const weights = filesForDtype({ modelFile: modelFiles, additionalFiles: [] }, dtype);
  try {
    return await resolveModel(model, {
      ...options,
      ...weights,
      additionalFiles,
      externalData: true,
      ...(isLocal && { source: 'bundled' }),
    });
  } catch (cause) {
    if (!isAbsence(cause)) throw cause;
    if (isLocal) throw new UnknownModelError({ model, kind, knownModels, elsewhere, cause });
    const detail = `and as a repository it cannot be had: ${cause.message}`;
    throw new UnknownModelError({ model, kind, knownModels, detail, elsewhere, cause });
  }
}

function isAbsence(error: unknown): error is ModelUnavailableError | DownloadError {
  if (ModelUnavailableError.isInstance(error)) return true;
  // The hub answers 401 for a repository that does not exist, so that nobody learns which private ones do.
  return DownloadError.isInstance(error) && [undefined, 401, 404].includes(error.status);
}
