import { type OptionKinds, pickOptions, requireKind, requireOneOf, requireOptions, requireText } from '@x/core';
import { filesForDtype, type ModelDtype, modelDtypes } from '../model-dtype.ts';
import { resolveModel } from '../resolve-model.ts';
import { type ModelSourceOptions, modelSourceOptionKinds } from '../resolve-model-options.ts';
import { resolveUnlistedModel, unlistedModelOptionKinds } from '../resolve-unlisted-model.ts';
import type { ResolvedModel } from '../resolved-model.ts';
import type { Catalogue } from './catalogue.ts';
import { type CatalogueEntry, type CompleteEntry, entryDefaults, filesOfEntry } from './catalogue-entry.ts';

/** A model with all its files in a directory, and its catalogue entry. */
export interface LocatedModel<Entry extends CatalogueEntry> {
  readonly entry: Entry;
  readonly resolved: ResolvedModel;
}

/** Settings for models that the catalogue does not list. */
export interface UnlistedModels<Entry extends CatalogueEntry> {
  /** Completes an entry with the facts that this kind of model needs, read from the model's files. */
  readonly describe: (entry: CompleteEntry, resolved: ResolvedModel) => Entry | Promise<Entry>;
  /** Paths at which the weights are searched, in this order. @default ['onnx/model.onnx', 'model.onnx'] */
  readonly modelFiles?: readonly string[];
  /** Files that a repository must have. If one is missing, the repository is refused before anything is fetched. @default [] */
  readonly requiredFiles?: readonly string[];
  /** Files that are fetched if the repository has them. @default [] */
  readonly optionalFiles?: readonly string[];
  /** Receives the directory of a download before the weights are fetched. An exception that it throws ends the download. */
  readonly inspect?: (directory: string) => Promise<void>;
}

/** Options of {@link locateModel}: those of `resolveModel`, except the facts in the catalogue. */
export interface LocateModelOptions<Entry extends CatalogueEntry> extends ModelSourceOptions {
  readonly catalogue: Catalogue<Entry>;
  /** Settings for models outside the catalogue: packages, directories and repositories. @default such models are unknown */
  readonly unlisted?: UnlistedModels<NoInfer<Entry>>;
  /** Number format of the weights. Selects the file with that format, in the same folder. @default the file that the catalogue names */
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
 * Finds a model's files by its catalogue entry, or else by the name of a repository, package or directory.
 *
 * @throws {UnknownModelError} when no model of that name is known or can be fetched. It suggests similar names.
 * @throws {InvalidArgumentError | ModelFileError | ModelUnavailableError | DownloadError} like `resolveModel`.
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
    // The entry of an added model may not state that its weights are in several files.
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
      // A directory without these files can only be described by its manifest.
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
