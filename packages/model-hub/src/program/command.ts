import type { ProgressListener } from '@x/core';
import type { ResolveModelOptions } from '../resolve-model-options.ts';
import type { ResolvedModel } from '../resolved-model.ts';
import type { ProgramModel, WantedModel } from './wanted-model.ts';

/** What a command works with. */
export interface CommandContext {
  readonly names: readonly string[];
  /** Only for `export`. */
  readonly directory: string;
  readonly catalogue: readonly ProgramModel[];
  readonly files: readonly string[];
  /** Absolute. */
  readonly cacheDir: string;
  /** Absolute; read, never written. */
  readonly otherCacheDirs: readonly string[];
  readonly cacheDirOption: string | undefined;
  readonly revision: string | undefined;
  readonly offline: boolean | undefined;
  readonly onProgress: ProgressListener;
}

/** What a command found out: data for `--json`, and the same for people. */
export interface CommandResult {
  readonly data: unknown;
  /** Without a line break at its end. */
  readonly text: string;
  /** False when something is wrong with what was looked at; the program then ends with 1. */
  readonly isOk: boolean;
}

/** One of the program's commands. Failures are thrown. */
export type Command = (context: CommandContext) => Promise<CommandResult>;

/** The options with which `resolveModel` finds a model as the command line wants it. */
export function resolveOptions(wanted: WantedModel, context: CommandContext): ResolveModelOptions {
  const { cacheDirOption, revision, offline, onProgress } = context;
  const { repository, modelFile, additionalFiles, optionalFiles, externalData } = wanted;
  return {
    repository,
    modelFile,
    additionalFiles,
    optionalFiles,
    externalData,
    onProgress,
    ...(cacheDirOption !== undefined && { cacheDir: cacheDirOption }),
    ...(revision !== undefined && { revision }),
    ...(offline !== undefined && { offline }),
  };
}

/** What `--json` prints of a model: a manifest is a file that everybody can read. */
export function withoutManifest({ model, source, directory, modelFile, revision }: ResolvedModel): ResolvedModel {
  return { model, source, directory, modelFile, ...(revision !== undefined && { revision }) };
}
