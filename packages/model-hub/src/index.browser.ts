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
export { warnOfLicense } from './license-warning.ts';
export type { ManifestFile, ModelManifest } from './manifest.ts';
export { type ModelDtype, modelDtypes } from './model-dtype.ts';
export { type ModelSourceOptions, modelSourceOptionKinds, type ResolveModelOptions } from './resolve-model-options.ts';
export type { ModelSource, ResolvedModel } from './resolved-model.ts';
export { type ModelModules, readModelModules } from './sentence-transformers/read-model-modules.ts';
