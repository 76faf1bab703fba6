import { resolve } from 'node:path';
import {
  InvalidArgumentError,
  type ProgressListener,
  requireInteger,
  requireOneOf,
  requireOptions,
  requireText,
  requireTexts,
} from '@x/core';
import { isContainedPath } from './contained-path.ts';
import { type ProxySettings, readHubEnvironment } from './environment.ts';
import { parseEndpoint } from './endpoint.ts';
import { configurationFiles } from './model-files.ts';
import { type Clock, systemClock } from './http/clock.ts';
import type { HubRetryLimits } from './http/retry.ts';
import { requirePlaces } from './require-places.ts';
import { type ResolveModelOptions, resolveModelOptionKinds } from './resolve-model-options.ts';
import type { ModelSource } from './resolved-model.ts';

/** Checked options with the defaults of the environment filled in, for all sources. */
export interface ModelRequest {
  readonly model: string;
  readonly repository: string;
  readonly revision: string;
  /** Possible paths of the weights, best first; at least one. */
  readonly modelFiles: readonly string[];
  readonly exactFile: boolean;
  readonly additionalFiles: readonly string[];
  readonly optionalFiles: readonly string[];
  readonly externalData: boolean;
  readonly inspect: ((directory: string) => Promise<void>) | undefined;
  readonly npmPackage: string | undefined;
  readonly source: ModelSource | undefined;
  /** Absolute. */
  readonly modelPath: string | undefined;
  readonly offline: boolean;
  /** Absolute. */
  readonly cacheDir: string;
  /** Absolute. They are searched after `cacheDir` and never written to. */
  readonly otherCacheDirs: readonly string[];
  /** Without a trailing slash. */
  readonly endpoint: string;
  readonly token: string | undefined;
  /** Where `token` comes from, for messages. */
  readonly tokenPlace: string;
  /** Read only for a request to the hub when `token` is undefined. */
  readonly tokenPath: string | undefined;
  readonly fetch: typeof globalThis.fetch | undefined;
  readonly proxy: ProxySettings;
  readonly policy: HubRetryLimits;
  readonly stallTimeoutMs: number;
  readonly clock: Clock;
  readonly searchFrom: readonly (string | URL)[];
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ProgressListener | undefined;
}

const dayMs = 24 * 60 * 60 * 1000;

const modelSources = ['bundled', 'path', 'cache', 'hub'] as const;

/**
 * Checks every option before any file or socket is accessed, and returns them with the defaults filled in.
 *
 * @throws {InvalidArgumentError} naming the option.
 */
export function toModelRequest(model: string, options: ResolveModelOptions): ModelRequest {
  requireOptions(options, resolveModelOptionKinds);
  const environment = readHubEnvironment();
  const { additionalFiles = [], optionalFiles = [], repository = model, revision = 'main' } = options;
  const { source, modelPath } = options;
  if (source !== undefined) requireOneOf(source, 'source', modelSources);
  if ((source === 'path') !== (modelPath !== undefined) && source !== undefined) {
    const expected = source === 'path' ? "a directory when source is 'path'" : `absent when source is '${source}'`;
    throw new InvalidArgumentError({ parameter: 'modelPath', value: modelPath, expected });
  }
  return {
    // With `modelPath` the name is not looked up and only appears in messages.
    model: modelPath === undefined ? requireRepositoryName(model, 'model') : requireText(model, 'model'),
    repository: modelPath === undefined ? requireRepositoryName(repository, 'repository') : repository,
    revision: requireContainedPath(revision, 'revision'),
    modelFiles: requireModelFiles(options.modelFile),
    exactFile: options.exactFile ?? false,
    additionalFiles: additionalFiles.map((file, index) => requireContainedPath(file, `additionalFiles[${index}]`)),
    optionalFiles: [
      ...configurationFiles,
      ...optionalFiles.map((file, index) => requireContainedPath(file, `optionalFiles[${index}]`)),
    ],
    externalData: options.externalData ?? false,
    inspect: options.inspect,
    npmPackage: options.npmPackage,
    source,
    modelPath: modelPath === undefined ? undefined : resolve(requireNonEmpty(modelPath, 'modelPath')),
    offline: options.offline ?? environment.offline,
    cacheDir: resolve(requireNonEmpty(options.cacheDir ?? environment.cacheDir, 'cacheDir')),
    otherCacheDirs: options.cacheDir === undefined ? environment.otherCacheDirs.map((place) => resolve(place)) : [],
    endpoint: parseEndpoint(options.endpoint ?? environment.endpoint),
    token: requireToken(options.token, 'token') ?? environment.token,
    tokenPlace: options.token === undefined ? 'HF_TOKEN' : 'option token',
    tokenPath: environment.tokenPath,
    fetch: options.fetch,
    proxy: environment.proxy,
    policy: {
      maxAttempts: requireInteger(options.maxAttempts ?? 5, 'maxAttempts', { min: 1, max: 100 }),
      maxTotalWaitMs: requireInteger(options.maxRetryWaitMs ?? 120_000, 'maxRetryWaitMs', { min: 0, max: dayMs }),
    },
    stallTimeoutMs: requireInteger(options.stallTimeoutMs ?? 30_000, 'stallTimeoutMs', { min: 1, max: dayMs }),
    clock: options.clock ?? systemClock,
    searchFrom: requirePlaces(options.searchFrom ?? []),
    signal: options.signal,
    onProgress: options.onProgress,
  };
}

// The rule of huggingface_hub 2.4.0, utils/_validators.py (REPO_ID_REGEX), with its bans on `--`, `..` and `.git`.
const repositoryName = /^(\b[\w.-]{1,96}\b\/)?\b[\w.-]{1,96}\b$/;

function requireRepositoryName(value: unknown, parameter: string): string {
  const name = requireText(value, parameter);
  if (!repositoryName.test(name) || /--|\.\.|\.git$/.test(name)) {
    const expected = "a model name such as 'org/name' or 'name' (letters, digits, '-', '_' and '.')";
    throw new InvalidArgumentError({ parameter, value, expected });
  }
  return name;
}

function requireModelFiles(modelFile: string | readonly string[]): readonly string[] {
  if (typeof modelFile === 'string') return [requireContainedPath(modelFile, 'modelFile')];
  if (requireTexts(modelFile, 'modelFile').length > 0) {
    return modelFile.map((file, index) => requireContainedPath(file, `modelFile[${index}]`));
  }
  const expected = 'a path or an array with at least one path';
  throw new InvalidArgumentError({ parameter: 'modelFile', value: modelFile, expected });
}

function requireContainedPath(value: unknown, parameter: string): string {
  const path = requireText(value, parameter);
  if (isContainedPath(path)) return path;
  const expected = "a relative path with forward slashes and without '..', such as 'onnx/model.onnx'";
  throw new InvalidArgumentError({ parameter, value, expected });
}

/** Returns the token after checking it: a line break would let it add headers. The message of the error does not show the value. */
export function requireToken(token: string | undefined, parameter: string): string | undefined {
  if (token === undefined || /^[\x21-\x7E]+$/.test(token)) return token;
  const expected = 'visible ASCII characters';
  const problem = () =>
    `${parameter} is empty or contains a space, a line break or another character that is not visible ASCII.`;
  throw new InvalidArgumentError({ parameter, value: '(hidden)', expected, problem });
}

function requireNonEmpty(value: unknown, parameter: string): string {
  const text = requireText(value, parameter);
  if (text === '') throw new InvalidArgumentError({ parameter, value, expected: 'the path of a directory' });
  return text;
}

/** Returns true for a full commit id, which needs no ref. */
export function isCommit(revision: string): boolean {
  return /^[0-9a-f]{40}$/.test(revision);
}
