import { resolve } from 'node:path';
import { type OptionKinds, requireOptions, requireTexts } from '@x/core';
import { exitCodes, reportFailure } from '@x/core/program';
import { readHubEnvironment } from '../environment.ts';
import type { ProgramModel } from './wanted-model.ts';
import type { Command } from './command.ts';
import { download } from './commands/download.ts';
import { exportModel } from './commands/export.ts';
import { list } from './commands/list.ts';
import { remove } from './commands/remove.ts';
import { verify } from './commands/verify.ts';
import { where } from './commands/where.ts';
import { type CommandName, parseProgramArguments, type ProgramArguments, usage } from './program-arguments.ts';
import { createProgressDisplay, type ProgressStream } from './progress-display.ts';

export type { ProgramModel } from './wanted-model.ts';

/** Options of {@link runProgram}. */
export interface RunProgramOptions {
  /** Models that are known by name, in addition to all repositories of the hub. @default [] */
  readonly catalogue?: readonly ProgramModel[];
  /** Stream for results. @default process.stdout */
  readonly stdout?: NodeJS.WritableStream;
  /** Stream for progress and errors. @default process.stderr */
  readonly stderr?: ProgressStream;
}

const optionKinds: OptionKinds<RunProgramOptions> = { catalogue: 'list', stdout: 'object', stderr: 'object' };

/**
 * Runs the program `x-model-hub` with these arguments and returns its exit code: 0 for success, 1 for failure, 2 for wrong usage.
 *
 * Results go to `stdout`, as text or, with `--json`, as data. Progress and errors go to `stderr`, one sentence each.
 *
 * @example
 * await runProgram(['where', 'sentence-transformers/all-MiniLM-L6-v2']); // => 0
 */
export async function runProgram(args: readonly string[], options: RunProgramOptions = {}): Promise<number> {
  requireTexts(args, 'args');
  const { catalogue = [], stdout = process.stdout, stderr = process.stderr } = requireOptions(options, optionKinds);
  try {
    const parsed = parseProgramArguments(args);
    if (parsed === undefined) {
      stdout.write(usage);
      return exitCodes.success;
    }
    const { data, text, isOk } = await runCommand(parsed, catalogue, stderr);
    stdout.write(parsed.json ? `${JSON.stringify(data, null, 2)}\n` : `${text}\n`);
    return isOk ? exitCodes.success : exitCodes.failure;
  } catch (error) {
    return reportFailure(error, { stderr, hint: `\n${usage}` });
  }
}

const commands: Readonly<Record<CommandName, Command>> = { list, download, verify, where, remove, export: exportModel };

async function runCommand(
  { command, cacheDir, ...parsed }: ProgramArguments,
  catalogue: readonly ProgramModel[],
  stderr: ProgressStream,
): ReturnType<Command> {
  const environment = readHubEnvironment();
  const progress = createProgressDisplay(stderr, process.env);
  try {
    return await commands[command]({
      ...parsed,
      catalogue,
      cacheDir: resolve(cacheDir ?? environment.cacheDir),
      otherCacheDirs: cacheDir === undefined ? environment.otherCacheDirs.map((place) => resolve(place)) : [],
      cacheDirOption: cacheDir,
      onProgress: progress.listener,
    });
  } finally {
    progress.close();
  }
}
