import { UnknownModelError } from '@x/core';
import { modelFilePlaces, sentenceTransformersFiles } from '../model-files.ts';

/** A model that the program knows by name; what else an entry says is printed by `list --json` as it is. */
export interface CatalogueEntry {
  readonly name: string;
  /** What it is for, e.g. `dense` or `crossEncoder`. */
  readonly kind: string;
  /** Repository on the hub. @default the name */
  readonly repository?: string;
  /** The weights' path in the repository. @default 'onnx/model.onnx' */
  readonly modelFile?: string;
  /** More files that the weights need. @default [] */
  readonly additionalFiles?: readonly string[];
  readonly [fact: string]: unknown;
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
 * The entry of `name`, whatever its case; for a name that no entry has, the repository of that name.
 *
 * `files`, when given, are the weights and what else they need.
 *
 * @throws {UnknownModelError} for a name without owner that is in no entry: a slip of the pen rather than a repository.
 */
export function findWanted(
  name: string,
  { catalogue, files }: { readonly catalogue: readonly CatalogueEntry[]; readonly files: readonly string[] },
): WantedModel {
  const entry = catalogue.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase());
  if (entry === undefined && catalogue.length > 0 && !name.includes('/')) {
    throw new UnknownModelError({ model: name, kind: 'model', knownModels: catalogue.map((known) => known.name) });
  }
  const [modelFile = entry === undefined ? modelFilePlaces : (entry.modelFile ?? 'onnx/model.onnx'), ...named] = files;
  return {
    name: entry?.name ?? name,
    repository: entry?.repository ?? entry?.name ?? name,
    modelFile,
    additionalFiles: files.length > 0 ? named : (entry?.additionalFiles ?? []),
    // Nothing is known of it, so all that says something is fetched.
    optionalFiles: entry === undefined ? sentenceTransformersFiles : [],
    externalData: files.length > 0 || entry === undefined,
  };
}
