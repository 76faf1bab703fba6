import { type OptionKinds, pickOptions, requireKind, requireOneOf, requireOptions, requireText } from '@x/core';
import { filesForDtype, type ModelDtype, modelDtypes } from '../model-dtype.ts';
import { resolveModel } from '../resolve-model.ts';
import { modelSourceOptionKinds, type ResolveModelOptions } from '../resolve-model-options.ts';
import { resolveUnlistedModel, unlistedModelOptionKinds } from '../resolve-unlisted-model.ts';
import type { ResolvedModel } from '../resolved-model.ts';
import type { Catalogue } from './catalogue.ts';
import { type CatalogueEntry, type CompleteEntry, entryDefaults, filesOfEntry } from './catalogue-entry.ts';

/** A model that lies complete in a directory, and what is known of it. */
export interface LocatedModel<Entry extends CatalogueEntry> {
  readonly entry: Entry;
  readonly resolved: ResolvedModel;
}

/** How a model is used that the catalogue does not list. */
export interface UnlistedModels<Entry extends CatalogueEntry> {
  /** Adds to what every entry has the facts that this kind of model needs, from the model's own files. */
  readonly describe: (entry: CompleteEntry, resolved: ResolvedModel) => Entry | Promise<Entry>;
  /** Where the weights are looked for, in this order. @default ['onnx/model.onnx', 'model.onnx'] */
  readonly modelFiles?: readonly string[];
  /** Files without which a repository is refused before anything is fetched. @default [] */
  readonly requiredFiles?: readonly string[];
  /** Files that are fetched where the repository has them. @default [] */
  readonly optionalFiles?: readonly string[];
  /** Is given the directory of a download before the weights are fetched; what it throws ends the download. */
  readonly inspect?: (directory: string) => Promise<void>;
}

/** Options of {@link locateModel}: those of `resolveModel`, save what the catalogue says. */
export interface LocateModelOptions<Entry extends CatalogueEntry> extends Omit<
  ResolveModelOptions,
  'modelFile' | 'additionalFiles' | 'repository' | 'npmPackage'
> {
  readonly catalogue: Catalogue<Entry>;
  /** How other models are used: packages, directories and repositories by their names. @default they are unknown models */
  readonly unlisted?: UnlistedModels<NoInfer<Entry>>;
  /** Number format of the weights: takes the file of that format beside the listed one. @default the listed file */
  readonly dtype?: ModelDtype | undefined;
}

const optionKinds: OptionKinds<LocateModelOptions<CatalogueEntry>> = {
  ...modelSourceOptionKinds,
  catalogue: 'object',
  unlisted: 'object',
  dtype: 'text',
};
const unlistedKinds: OptionKinds<UnlistedModels<CatalogueEntry>> = {
  describe: 'function',
  modelFiles: 'list',
  requiredFiles: 'list',
  optionalFiles: 'list',
  inspect: 'function',
};

/**
 * Finds a model's files: as the catalogue says, else by the name of a repository, package or directory.
 *
 * @throws {UnknownModelError} when nothing of that name is known or can be had; near names are listed.
 * @throws {InvalidArgumentError | ModelFileError | ModelUnavailableError | DownloadError} as `resolveModel`.
 *
 * @example
 * const catalogue = createCatalogue({ kind: 'text embedding model', models: [{ model: 'sentence-transformers/all-MiniLM-L6-v2' }] });
 * const { resolved } = await locateModel('sentence-transformers/all-minilm-l6-v2', { catalogue });
 * resolved.source; // => 'bundled'
 */
export async function locateModel<Entry extends CatalogueEntry>(
  name: string,
  locateOptions: LocateModelOptions<Entry>,
): Promise<LocatedModel<Entry>> {
  requireText(name, 'name');
  const { catalogue, unlisted, dtype, ...options } = requireOptions(locateOptions, optionKinds);
  requireKind(catalogue, 'object', 'catalogue');
  if (unlisted !== undefined) requireOptions(unlisted, unlistedKinds, 'unlisted');
  if (dtype !== undefined) requireOneOf(dtype, 'dtype', modelDtypes);
  if (unlisted !== undefined && catalogue.find(name) === undefined) {
    return locateUnlisted(name, { ...options, catalogue, unlisted, dtype });
  }
  const entry = catalogue.require(name);
  const files = filesOfEntry({ ...entryDefaults(entry.model), ...entry });
  const { modelFile, additionalFiles, optionalFiles, sources } = files;
  const isOnHub = sources.hf !== undefined;
  const isOpen = options.source === undefined && options.modelPath === undefined;
  const resolved = await resolveModel(entry.model, {
    // Of a model that was added nobody may have said that its weights are in several files.
    externalData: catalogue.isAdded(name) && (entry.additionalFiles ?? []).length === 0,
    ...options,
    ...filesForDtype({ modelFile, additionalFiles }, dtype),
    optionalFiles,
    ...(entry.npmPackage !== undefined && { npmPackage: entry.npmPackage }),
    ...(isOnHub && { repository: sources.hf }),
    ...(!isOnHub && isOpen && { source: 'bundled' }),
  });
  return { entry, resolved };
}

async function locateUnlisted<Entry extends CatalogueEntry>(
  model: string,
  {
    catalogue,
    unlisted: { describe, modelFiles, requiredFiles = [], optionalFiles = [], inspect },
    ...options
  }: LocateModelOptions<Entry> & { readonly unlisted: UnlistedModels<Entry> },
): Promise<LocatedModel<Entry>> {
  const resolved = await resolveUnlistedModel(
    model,
    {
      ...pickOptions(options, unlistedModelOptionKinds),
      optionalFiles,
      ...(modelFiles !== undefined && { modelFiles }),
      // A directory that lacks them is described by its manifest, or not at all.
      ...(options.modelPath === undefined && { additionalFiles: requiredFiles }),
      ...(inspect !== undefined && { inspect }),
    },
    {
      kind: catalogue.kind,
      knownModels: catalogue.list().map((known) => known.model),
      ...(catalogue.elsewhere !== undefined && { elsewhere: catalogue.elsewhere }),
    },
  );
  const { source, revision, manifest } = resolved;
  const entry = {
    ...entryDefaults(model),
    sources: revision === undefined ? {} : { hf: model },
    bundled: source === 'bundled',
    ...(manifest?.license !== undefined && { license: manifest.license }),
  };
  return { entry: await describe(entry, resolved), resolved };
}
