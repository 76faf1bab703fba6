import type { ModelManifest } from './manifest.ts';

/** Source of a model: an installed package, a given directory, the cache, or a download. */
export type ModelSource = 'bundled' | 'path' | 'cache' | 'hub';

/** A complete model in a local directory. */
export interface ResolvedModel {
  /** The requested name. */
  readonly model: string;
  readonly source: ModelSource;
  /** Absolute path of the directory with `tokenizer.json` and any configuration files of the model. */
  readonly directory: string;
  /**
   * Absolute path of the `.onnx` file, with its external data beside it. It is not in `directory` when the links of graph and data in a cache lead to
   * different folders. Both then have a second name in `.side-by-side`, from which ONNX Runtime reads them.
   */
  readonly modelFile: string;
  /** Commit of the repository; only for `cache` and `hub`. */
  readonly revision?: string;
  /** The model manifest, if the directory contains one. Every file that it lists was checked. */
  readonly manifest?: ModelManifest;
}

/** Result of one source: the model, or a phrase that says what is missing, for the error that lists all attempts. */
export type SourceAnswer =
  | { readonly found: ResolvedModel }
  /**
   * `fallback`: a model to use when a later source cannot be reached or refuses access. `unrecorded`: the only file that keeps a model from being
   * complete, because it may exist.
   */
  | { readonly missing: string; readonly fallback?: ResolvedModel; readonly unrecorded?: string };
