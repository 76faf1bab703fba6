export { type Catalogue, type CatalogueOptions, createCatalogue } from './catalogue/catalogue.ts';
export {
  type CatalogueEntry,
  catalogueEntryKinds,
  type CompleteEntry,
  entryDefaults,
} from './catalogue/catalogue-entry.ts';
export {
  type LocatedModel,
  locateModel,
  type LocateModelOptions,
  type UnlistedModels,
} from './catalogue/locate-model.ts';
export type { Clock } from './http/clock.ts';
export { type InstalledModel, listInstalledModels, type ListInstalledModelsOptions } from './installed-models.ts';
export { isNonCommercial, warnOfLicense } from './license-warning.ts';
export type { ManifestFile, ModelManifest } from './manifest.ts';
export { filesForDtype, type ListedFiles, type ModelDtype, modelDtypes, modelFileFor } from './model-dtype.ts';
export { resolveModel } from './resolve-model.ts';
export { type ModelList, resolveUnlistedModel, type UnlistedModelOptions } from './resolve-unlisted-model.ts';
export { type ModelSourceOptions, modelSourceOptionKinds, type ResolveModelOptions } from './resolve-model-options.ts';
export type { ModelSource, ResolvedModel } from './resolved-model.ts';
export type { ModelConfiguration, ModelType } from './sentence-transformers/model-configuration.ts';
export type { ModulePooling } from './sentence-transformers/pooling-module.ts';
export { type ModelModules, readModelModules } from './sentence-transformers/read-model-modules.ts';
export {
  readSafetensors,
  type ReadSafetensorsOptions,
  type SafetensorsTensor,
  type TensorDtype,
  toFloat32,
} from './safetensors/read-safetensors.ts';
