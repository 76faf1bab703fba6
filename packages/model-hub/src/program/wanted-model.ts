import { UnknownModelError } from '@x/core';
import { type CatalogueEntry, entryDefaults, filesOfEntry } from '../catalogue/catalogue-entry.ts';
import { modelFilePlaces, sentenceTransformersFiles } from '../model-files.ts';

/** A model that the program knows by name. `list --json` prints its other fields unchanged. */
export interface ProgramModel extends CatalogueEntry {
  /** Kind of the model, e.g. `dense` or `crossEncoder`. */
  readonly kind: string;
}

/** The repository and files to fetch for a name. */
export interface WantedModel {
  readonly name: string;
  readonly repository: string;
  readonly modelFile: string | readonly string[];
  readonly additionalFiles: readonly string[];
  readonly optionalFiles: readonly string[];
  /** True when external data is searched for by name. */
  readonly externalData: boolean;
}

/**
 * Returns what to fetch for `name`: the facts of its catalogue entry, ignoring case, or else the repository of that name.
 *
 * `files`, if given, are the weights and the further files that they need.
 *
 * @throws {UnknownModelError} for an unlisted name without an owner, which is more likely a typing error than a repository.
 */
export function findWanted(
  name: string,
  { catalogue, files }: { readonly catalogue: readonly ProgramModel[]; readonly files: readonly string[] },
): WantedModel {
  const entry = catalogue.find(({ model }) => model.toLowerCase() === name.toLowerCase());
  if (entry === undefined && catalogue.length > 0 && !name.includes('/')) {
    throw new UnknownModelError({ model: name, kind: 'model', knownModels: catalogue.map(({ model }) => model) });
  }
  const { model, sources, modelFile, additionalFiles, optionalFiles } = filesOfEntry({
    ...entryDefaults(name),
    ...entry,
  });
  const [weights = entry === undefined ? modelFilePlaces : modelFile, ...named] = files;
  return {
    name: model,
    repository: sources.hf ?? model,
    modelFile: weights,
    additionalFiles: files.length > 0 ? named : additionalFiles,
    // Nothing is known about the model, so all configuration files are fetched.
    optionalFiles: entry === undefined ? sentenceTransformersFiles : optionalFiles,
    externalData: files.length > 0 || entry === undefined,
  };
}
