import {
  filesForDtype,
  type ModelDtype,
  type ResolvedModel,
  resolveModel,
  type ResolveModelOptions,
  resolveUnlistedModel,
} from '@x/model-hub';

import { isCustomModel, listModels } from './catalogue/custom-models.ts';
import { describeDirectory, describeManifest } from './catalogue/describe-directory.ts';
import { findModel } from './catalogue/find-model.ts';
import type { SupportedTextEmbeddingModel } from './catalogue/supported-text-embedding-model.ts';

/** A model that lies complete in a directory, and how it is to be used. */
export interface LocatedModel {
  readonly description: SupportedTextEmbeddingModel;
  readonly resolved: ResolvedModel;
}

/** Options of {@link locateModel}. */
export interface LocateModelOptions extends Omit<ResolveModelOptions, 'modelFile' | 'additionalFiles' | 'repository'> {
  readonly dtype: ModelDtype | undefined;
}

/**
 * Finds a model's files: as the catalogue says, else by the name of a repository, package or directory that describes the model itself.
 *
 * @throws {UnknownModelError} when nothing of that name is known or can be had.
 */
export async function locateModel(modelName: string, { dtype, ...options }: LocateModelOptions): Promise<LocatedModel> {
  const description = findModel(modelName);
  if (description === undefined) return locateUnlisted(modelName, { ...options, dtype });
  const { model, sources, modelFile, additionalFiles } = description;
  // Of a custom model nobody may have said that its weights are in several files.
  const externalData = isCustomModel(model) && additionalFiles.length === 0;
  const resolved = await resolveModel(model, {
    externalData,
    ...options,
    ...filesForDtype({ modelFile, additionalFiles }, dtype),
    ...(sources.hf !== undefined && { repository: sources.hf }),
  });
  return { description, resolved };
}

async function locateUnlisted(modelName: string, options: LocateModelOptions): Promise<LocatedModel> {
  const resolved = await resolveUnlistedModel(
    modelName,
    {
      ...options,
      // Without these nothing tells the pooling, so their absence is noticed before the weights are fetched.
      ...(options.modelPath === undefined && { additionalFiles: ['modules.json', '1_Pooling/config.json'] }),
      // A model that cannot be pooled here is not worth its download.
      inspect: async (directory) => void (await describeDirectory(directory)),
      optionalFiles: ['sentence_bert_config.json', 'config_sentence_transformers.json'],
    },
    { kind: 'text embedding model', knownModels: listModels().map(({ model }) => model) },
  );
  const description: SupportedTextEmbeddingModel = {
    model: modelName,
    ...(describeManifest(resolved.manifest) ?? (await describeDirectory(resolved.directory))),
    description: '',
    sources: resolved.revision === undefined ? {} : { hf: modelName },
    modelFile: 'onnx/model.onnx',
    additionalFiles: [],
    bundled: resolved.source === 'bundled',
  };
  return { description, resolved };
}
