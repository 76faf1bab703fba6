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

/** Options of {@link resolveUnlistedModel}: those of `resolveModel` except the weights, which are searched for. */
export interface UnlistedModelOptions extends Omit<ResolveModelOptions, 'modelFile' | 'externalData' | 'npmPackage'> {
  /** Number format of the weights. @default the file without a suffix */
  readonly dtype?: ModelDtype | undefined;
  /** Paths at which the weights are searched, in this order. @default ['onnx/model.onnx', 'model.onnx'] */
  readonly modelFiles?: readonly string[];
}

/** The catalogue that does not list the model. */
export interface ModelList {
  /** Kind of its models, e.g. `reranker`. */
  readonly kind: string;
  readonly knownModels: readonly string[];
  /** A sentence that says how models of other kinds are loaded. @default none */
  readonly elsewhere?: string;
}

/** The kind of each option of `resolveUnlistedModel`. */
export const unlistedModelOptionKinds: OptionKinds<UnlistedModelOptions> = {
  ...modelSourceOptionKinds,
  exactFile: 'boolean',
  additionalFiles: 'list',
  optionalFiles: 'list',
  inspect: 'function',
  repository: 'text',
  dtype: 'text',
  modelFiles: 'list',
};
const listKinds: OptionKinds<ModelList> = { kind: 'text', knownModels: 'list', elsewhere: 'text' };

/**
 * Finds a model that no catalogue lists: an installed package, a directory, or a repository of the hub with the layout of exporters
 * (`onnx/model.onnx` or `model.onnx`), including any external data beside the weights.
 *
 * A name without an owner is not a repository: only packages, directories and an explicit `source` are searched for it.
 *
 * @throws {UnknownModelError} when the model does not exist or cannot be loaded. It suggests similar names, and `cause` is the reason.
 * @throws {DownloadError} when the hub refuses access (403), is too busy (429) or fails (5xx).
 * @throws {ModelFileError | InvalidArgumentError} like `resolveModel`.
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
    const detail = `and it cannot be loaded as a repository: ${cause.message}`;
    throw new UnknownModelError({ model, kind, knownModels, detail, elsewhere, cause });
  }
}

function isAbsence(error: unknown): error is ModelUnavailableError | DownloadError {
  if (ModelUnavailableError.isInstance(error)) return true;
  if (!DownloadError.isInstance(error)) return false;
  // The hub responds with 401 for a repository that does not exist, to hide which private repositories exist. An error with a status and a cause has
  // another reason: an invalid token, or a mirror without the necessary routes.
  return error.status === undefined || ([401, 404].includes(error.status) && error.cause === undefined);
}
