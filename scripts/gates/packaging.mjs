// Checks that the packed files, exports and types of each package fit together.
import { join } from 'node:path';
import { runNode } from '../set-up/run.mjs';
import { publishedPackages, ROOT } from '../set-up/workspace.mjs';
import { packAll } from './pack.mjs';

/**
 * Runs publint on every tarball, and "are the types wrong" on the tarballs that contain code.
 *
 * @returns {Promise<import('./run-gates.mjs').GateResult>}
 */
export async function checkPackaging() {
  const tarballs = await packAll();
  const packages = publishedPackages();
  const problems = [];
  for (const { folder, manifest } of packages) {
    const tarball = tarballs.get(manifest.name) ?? '';
    problems.push(...(await lint('publint/src/cli.js', [tarball, '--strict'], folder)));
    if (folder.startsWith('models/')) continue; // packages of weights contain no types
    problems.push(...(await lint(ATTW, [tarball, '--profile', 'esm-only', '--no-emoji'], folder)));
  }
  return { problems, note: `${packages.length} tarballs` };
}

const ATTW = '@arethetypeswrong/cli/dist/index.js';

/**
 * @param {string} tool
 * @param {readonly string[]} args
 * @param {string} folder
 * @returns {Promise<string[]>}
 */
async function lint(tool, args, folder) {
  const { code, output } = await runNode(join(ROOT, 'node_modules', tool), args, { cwd: ROOT, capture: true });
  return code === 0 ? [] : [`${output.trim()}\nRemedy: correct "exports" or "files" in ${folder}/package.json`];
}
