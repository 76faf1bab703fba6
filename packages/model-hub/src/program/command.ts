import type { ProgressListener } from '@x/core';
import type { ResolveModelOptions } from '../resolve-model-options.ts';
import type { ResolvedModel } from '../resolved-model.ts';
import type { ProgramModel, WantedModel } from './wanted-model.ts';

/** Input of a command. */
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

/** Result of a command, as data for `--json` and as text for people. */
export interface CommandResult {
  readonly data: unknown;
  /** Without a trailing line break. */
  readonly text: string;
  /** False when the command found a problem; the program then exits with 1. */
  readonly isOk: boolean;
}

/** A command of the program. It throws on failure. */
export type Command = (context: CommandContext) => Promise<CommandResult>;

/** Returns the options with which `resolveModel` finds a model according to the command line. */
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

/** Returns the fields of a model that `--json` prints. The manifest is left out, because users can read it as a file. */
export function withoutManifest({ model, source, directory, modelFile, revision }: ResolvedModel): ResolvedModel {
  return { model, source, directory, modelFile, ...(revision !== undefined && { revision }) };
}
