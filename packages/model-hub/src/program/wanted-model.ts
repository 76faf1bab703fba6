import { UnknownModelError } from '@x/core';
import { type CatalogueEntry, entryDefaults, filesOfEntry } from '../catalogue/catalogue-entry.ts';
import { modelFilePlaces, sentenceTransformersFiles } from '../model-files.ts';

/** A model that the program knows by name; what else is known of it is printed by `list --json` as it is. */
export interface ProgramModel extends CatalogueEntry {
  /** What it is for, e.g. `dense` or `crossEncoder`. */
  readonly kind: string;
}

/** What is to be fetched for a name. */
export interface WantedModel {
  readonly name: string;
  readonly repository: string;
  readonly modelFile: string | readonly string[];
  readonly additionalFiles: readonly string[];
  readonly optionalFiles: readonly string[];
  /** True when external data is looked for by its name. */
  readonly externalData: boolean;
}

/**
 * What the entry of `name` says, whatever its case; for a name that no entry has, the repository of that name.
 *
 * `files`, when given, are the weights and what else they need.
 *
 * @throws {UnknownModelError} for a name without owner that is in no entry: a slip of the pen rather than a repository.
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
    // Nothing is known of it, so all that says something is fetched.
    optionalFiles: entry === undefined ? sentenceTransformersFiles : optionalFiles,
    externalData: files.length > 0 || entry === undefined,
  };
}
