// Runs a pinned version of pnpm through npm, so that no tool must be installed by hand.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from './run.mjs';

/** Versions to try, in this order. All write the same lockfile format. */
export const PNPM_VERSIONS = /** @type {const} */ (['12.21.0', '10.34.9']);

/**
 * Runs `pnpm` with the first version that succeeds. On failure, the output contains the output of every version.
 *
 * @param {readonly string[]} args
 * @param {{ cwd: string, versions?: readonly string[], npm?: typeof runNpm }} options
 * @returns {Promise<import('./run.mjs').RunResult>}
 */
export async function runPnpm(args, { cwd, versions = PNPM_VERSIONS, npm = runNpm }) {
  let output = '';
  /** @type {import('./run.mjs').RunResult} */
  let result = { code: 1, signal: null, output, stdout: '' };
  for (const version of versions) {
    result = await npm([...pnpmCommand(version), ...args], { cwd, capture: true });
    output += `\n--- pnpm ${version} ${args.join(' ')}\n${result.output}`;
    if (result.code === 0) return result;
    if (result.signal !== null) break;
  }
  return { ...result, output };
}

/**
 * Returns the arguments with which npm runs a version of pnpm. The arguments of pnpm follow them.
 *
 * @param {string} version
 */
export function pnpmCommand(version) {
  // pnpm 10 would download the version that package.json names, and then reject it because of a missing signature.
  return ['exec', '--yes', `--package=pnpm@${version}`, '--', 'pnpm', '--config.managePackageManagerVersions=false'];
}

/**
 * Runs npm. Starts its JavaScript file directly when it can be found, because this needs no shell on Windows.
 *
 * @param {readonly string[]} args
 * @param {import('./run.mjs').RunOptions} options
 */
export function runNpm(args, options) {
  const file = findNpm();
  if (file !== undefined) return run(process.execPath, [file, ...args], options);
  return run('npm', args, { ...options, shell: process.platform === 'win32' });
}

/** @returns {string | undefined} */
function findNpm() {
  const node = dirname(process.execPath);
  return [
    process.env['npm_execpath'],
    join(node, 'node_modules/npm/bin/npm-cli.js'),
    join(node, '../lib/node_modules/npm/bin/npm-cli.js'),
  ].find((file) => file?.endsWith('npm-cli.js') && existsSync(file));
}
