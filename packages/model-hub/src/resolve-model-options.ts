import type { OptionKinds, ProgressListener } from '@x/core';
import type { Clock } from './http/clock.ts';
import type { ModelSource } from './resolved-model.ts';

/** Options of {@link resolveModel}. */
export interface ResolveModelOptions {
  /** Path of the weights in the repository, with forward slashes, e.g. `onnx/model.onnx`. Of several paths, the first existing one is used. */
  readonly modelFile: string | readonly string[];
  /**
   * Refuses weights of another number format in place of `modelFile`, both those of an installed package and a directory's `model.onnx`.
   * @default false
   */
  readonly exactFile?: boolean;
  /** Further files that the weights need, e.g. `onnx/model.onnx_data`. @default [] */
  readonly additionalFiles?: readonly string[];
  /**
   * Files that are fetched if the repository has them, in addition to `config.json`, `tokenizer_config.json` and `special_tokens_map.json`.
   * @default []
   */
  readonly optionalFiles?: readonly string[];
  /**
   * Searches for external data of the weights by name (`model.onnx_data`, `model.onnx_data_1` ..., `model.onnx.data`) and fetches it.
   * @default false: only the files in `additionalFiles`
   */
  readonly externalData?: boolean;
  /**
   * Receives the directory of a download when it contains all files except the weights. An exception that it throws ends the download before
   * the large files are fetched.
   */
  readonly inspect?: (directory: string) => Promise<void>;
  /**
   * Name of the npm package that contains the model, for messages. When the package is installed but lacks the number format, the call rejects
   * instead of searching other sources. @default none
   */
  readonly npmPackage?: string;
  /** Repository on the hub, if it differs from the model's name. @default the model's name */
  readonly repository?: string;
  /** Uses this source only. @default each in turn: path (when `modelPath` is given), bundled, cache, hub */
  readonly source?: ModelSource;
  /** A directory that contains the model. If given, no other source is searched. */
  readonly modelPath?: string;
  /** Forbids requests to the hub, so no socket is opened. @default `HF_HUB_OFFLINE` */
  readonly offline?: boolean;
  /**
   * Root of the cache, in Hugging Face's layout. If given, no other cache is searched.
   *
   * @default `HF_HUB_CACHE`, else `HF_HOME/hub`, else `FASTEMBED_CACHE_PATH`, else `~/.cache/huggingface/hub`
   */
  readonly cacheDir?: string;
  /** Branch, tag or commit, for the cache and the hub only. @default 'main' */
  readonly revision?: string;
  /** Address of the hub or of a mirror. @default `HF_ENDPOINT`, else https://huggingface.co */
  readonly endpoint?: string;
  /** Access token. It is sent only to the endpoint, never to redirect targets. @default `HF_TOKEN`, else the file that `hf auth login` writes */
  readonly token?: string;
  /** Used for every request. @default the global `fetch`; with `HTTPS_PROXY` or `HTTP_PROXY`, one that uses the proxy */
  readonly fetch?: typeof globalThis.fetch;
  /** Maximum number of requests in a row without progress, from 1 to 100. @default 5 */
  readonly maxAttempts?: number;
  /** Maximum total wait between such requests, in milliseconds, from 0 to a day. @default 120_000 */
  readonly maxRetryWaitMs?: number;
  /** Time without data after which a request is aborted and retried, in milliseconds, from 1 to a day. @default 30_000 */
  readonly stallTimeoutMs?: number;
  /** Time and random numbers for the retries, for tests. @default those of the machine */
  readonly clock?: Clock;
  /** Files or folders from which the search for installed model packages starts, e.g. `import.meta.url`. @default [] */
  readonly searchFrom?: readonly (string | URL)[];
  /**
   * Rejects the call with the signal's reason. While files are fetched, it takes effect between two blocks of at most 256 KiB; while a model is opened,
   * at once.
   */
  readonly signal?: AbortSignal;
  /** Receives `verify` and `download` events, in bytes of all files of the model. */
  readonly onProgress?: ProgressListener;
}

/** The options of {@link resolveModel} that say where a model is found, without those that say which files it has. */
export type ModelSourceOptions = Omit<
  ResolveModelOptions,
  | 'modelFile'
  | 'exactFile'
  | 'additionalFiles'
  | 'optionalFiles'
  | 'externalData'
  | 'inspect'
  | 'npmPackage'
  | 'repository'
>;

/** The kind of each of {@link ModelSourceOptions}, for packages that accept these options and pass them on. */
export const modelSourceOptionKinds: OptionKinds<ModelSourceOptions> = {
  source: 'text',
  modelPath: 'text',
  offline: 'boolean',
  cacheDir: 'text',
  revision: 'text',
  endpoint: 'text',
  token: 'secret',
  fetch: 'function',
  maxAttempts: 'number',
  maxRetryWaitMs: 'number',
  stallTimeoutMs: 'number',
  clock: 'object',
  searchFrom: 'list',
  signal: 'signal',
  onProgress: 'function',
};

/** The kind of each option of `resolveModel`. */
export const resolveModelOptionKinds: OptionKinds<ResolveModelOptions> = {
  ...modelSourceOptionKinds,
  modelFile: ['text', 'list'],
  exactFile: 'boolean',
  additionalFiles: 'list',
  optionalFiles: 'list',
  externalData: 'boolean',
  inspect: 'function',
  npmPackage: 'text',
  repository: 'text',
};
