import type { ModelManifest } from './manifest.ts';

/** Where a model came from: an installed package, a directory that was named, the cache, or a download. */
export type ModelSource = 'bundled' | 'path' | 'cache' | 'hub';

/** A model that lies complete in a local directory. */
export interface ResolvedModel {
  /** The name it was asked for by. */
  readonly model: string;
  readonly source: ModelSource;
  /** Absolute; holds `tokenizer.json` and whatever configuration files the model has. */
  readonly directory: string;
  /**
   * Absolute path of the `.onnx` file; its external data lies beside it. It is not in `directory` where links lead graph and data of a cache to
   * different folders: then both have a second name in `.side-by-side`, from where ONNX Runtime reads them.
   */
  readonly modelFile: string;
  /** Commit of the repository; only for `cache` and `hub`. */
  readonly revision?: string;
  /** Only where the directory holds a `manifest.json` of this kind; every file it lists was checked against it. */
  readonly manifest?: ModelManifest;
}

/** What one source answers: the model, or a half-sentence on what it lacks, for the error that lists every attempt. */
export type SourceAnswer =
  | { readonly found: ResolvedModel }
  /** `fallback`: good enough where a later source cannot be reached. */
  | { readonly missing: string; readonly fallback?: ResolvedModel };
