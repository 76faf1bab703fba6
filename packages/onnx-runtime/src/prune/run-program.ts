import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { exitCodes, reportFailure, UsageError } from '@x/core/program';

import { hostPlatform, parsePlatform, platformName } from './platform.ts';
import { prune, type PrunedPackage } from './prune.ts';

const usage = `Removes native code that this machine does not need, and weights that you do not need, from node_modules.

Usage: npx @x/onnx-runtime prune [options]

  --platform NAME   keep the files for this platform, e.g. linux-arm64, darwin-arm64 or win32-x64 (default: this machine)
  --dtype fp32      keep only the float32 weights of model packages, not the 8-bit ones
  --dir FOLDER      the folder whose node_modules is pruned (default: the current folder)
  --dry-run         show what would be removed, and remove nothing
  --json            print the result as JSON
  -h, --help        print this help and exit

It prunes onnxruntime-node, tokenizers, lmdb and msgpackr-extract. If a file of one of them is unknown, or none is for the platform,
it removes nothing at all. "npm ci" restores everything; "npm install" does not notice that files are missing.
Exit codes: 0 success, 1 failure, 2 wrong usage.
`;

/** Runs the program with the given arguments and returns its exit code. */
export function runProgram(
  args: readonly string[],
  write: (text: string) => void,
  complain: (text: string) => void = write,
): number {
  try {
    return run(parse(args), { write, complain });
  } catch (error) {
    return reportFailure(error, { stderr: { write: complain }, hint: `\n${usage}` });
  }
}

function run({ folder, platform, dtype, dryRun, json, help }: Parsed, { write, complain }: Output): number {
  if (help) {
    write(usage);
    return exitCodes.success;
  }
  const packages = prune({ folder, platform, dtype, dryRun });
  const need = dtype === undefined ? platformName(platform) : `${platformName(platform)} with ${dtype} weights`;
  const refused = packages.filter(({ refusal }) => refusal !== undefined);
  const bytes = packages.reduce((sum, found) => sum + found.bytes, 0);
  const done = !dryRun && refused.length === 0;
  if (json) write(`${JSON.stringify({ platform: platformName(platform), removed: done, bytes, packages })}\n`);
  else if (refused.length === 0) write(report(packages, { need, bytes, done }));
  for (const { name, folder: place, refusal } of refused) {
    complain(`${name} in ${place}: ${refusal} (${platformName(platform)}). Nothing was removed.\n`);
  }
  return refused.length === 0 ? exitCodes.success : exitCodes.failure;
}

function parse(args: readonly string[]): Parsed {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      platform: { type: 'string' },
      dtype: { type: 'string' },
      dir: { type: 'string', default: '.' },
      'dry-run': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false, short: 'h' },
    },
  });
  const [command, ...others] = positionals;
  if (!values.help && (command !== 'prune' || others.length > 0)) throw new UsageError('The only command is prune.');
  const platform = values.platform === undefined ? hostPlatform() : parsePlatform(values.platform);
  const { 'dry-run': dryRun, dtype, json, help, dir } = values;
  if (dtype !== undefined && dtype !== 'fp32')
    throw new UsageError(`--dtype must be fp32, but is ${dtype}. The 8-bit weights read the float32 file.`);
  const folder = resolve(dir);
  if (!existsSync(folder)) throw new UsageError(`--dir must be a folder, but ${folder} does not exist.`);
  return { folder, platform, dtype, dryRun, json, help };
}

interface Output {
  readonly write: (text: string) => void;
  readonly complain: (text: string) => void;
}

interface Parsed {
  readonly folder: string;
  readonly platform: ReturnType<typeof hostPlatform>;
  readonly dtype: 'fp32' | undefined;
  readonly dryRun: boolean;
  readonly json: boolean;
  readonly help: boolean;
}

function report(
  packages: readonly PrunedPackage[],
  { need, bytes, done }: { readonly need: string; readonly bytes: number; readonly done: boolean },
): string {
  const rows = packages.map(({ name, version, files, bytes: saved }) => [
    `${name} ${version}`,
    `${files}`,
    megabytes(saved),
  ]);
  const table = [['package', 'files', 'MB'], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...table.map((row) => row[column]!.length)));
  const lines = table.map((row) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join('  '),
  );
  const verb = bytes === 0 ? 'There is nothing to remove:' : done ? 'Removed' : 'To remove:';
  const summary = `${verb} ${megabytes(bytes)} MB that ${need} does not need.`;
  return packages.length === 0
    ? 'Nothing that can be pruned is installed here. In a workspace, run this in the folder whose node_modules contains the packages.\n'
    : `${lines.join('\n')}\n${summary}\n`;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
