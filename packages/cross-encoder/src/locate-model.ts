import {
  filesForDtype,
  type ModelDtype,
  type ResolvedModel,
  resolveModel,
  type ResolveModelOptions,
  resolveUnlistedModel,
} from '@x/model-hub';

import { isCustomModel, listModels } from './catalogue/custom-models.ts';
import { findModel } from './catalogue/find-model.ts';
import type { SupportedRerankerModel } from './catalogue/supported-reranker-model.ts';

/** A reranker that lies complete in a directory, and how it is to be used. */
export interface LocatedModel {
  readonly description: SupportedRerankerModel;
  readonly resolved: ResolvedModel;
}

/** Options of {@link locateModel}. */
export interface LocateModelOptions extends Omit<ResolveModelOptions, 'modelFile' | 'additionalFiles' | 'repository'> {
  readonly dtype: ModelDtype | undefined;
}

/**
 * Finds a reranker's files: as the catalogue says, else by the name of a repository, package or directory.
 *
 * @throws {UnknownModelError} when nothing of that name is known or can be had.
 */
export async function locateModel(modelName: string, { dtype, ...options }: LocateModelOptions): Promise<LocatedModel> {
  const description = findModel(modelName);
  if (description === undefined) return locateUnlisted(modelName, { ...options, dtype });
  const { model, modelFile, additionalFiles } = description;
  const resolved = await resolveModel(model, {
    // Of a custom model nobody may have said that its weights are in several files.
    externalData: isCustomModel(model) && additionalFiles.length === 0,
    ...options,
    ...filesForDtype({ modelFile, additionalFiles }, dtype),
    ...placeOf(description, options),
  });
  return { description, resolved };
}

/** A model that no hub repository holds is looked for in packages and paths only: its name on a hub is not ours. */
function placeOf(
  { sources }: SupportedRerankerModel,
  { source, modelPath }: Omit<LocateModelOptions, 'dtype'>,
): { repository?: string; source?: 'bundled' } {
  if (sources.hf !== undefined) return { repository: sources.hf };
  return source === undefined && modelPath === undefined ? { source: 'bundled' } : {};
}

async function locateUnlisted(modelName: string, options: LocateModelOptions): Promise<LocatedModel> {
  const resolved = await resolveUnlistedModel(modelName, options, {
    kind: 'reranker',
    knownModels: listModels().map(({ model }) => model),
  });
  const { source, revision, manifest } = resolved;
  const description: SupportedRerankerModel = {
    model: modelName,
    description: '',
    sources: revision === undefined ? {} : { hf: modelName },
    modelFile: 'onnx/model.onnx',
    additionalFiles: [],
    bundled: source === 'bundled',
    ...(manifest?.license !== undefined && { license: manifest.license }),
  };
  return { description, resolved };
}
