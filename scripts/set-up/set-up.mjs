// Installs and builds, each only when its inputs changed since it last succeeded. Every npm script of this repository calls this first.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PNPM_VERSIONS, runPnpm } from './pnpm.mjs';
import { exitLike } from './run.mjs';
import { buildFingerprint, installFingerprint, isBuilt, readStamp, writeStamp } from './stamp.mjs';
import { ROOT } from './workspace.mjs';

/**
 * Installs and builds what is out of date. Writes nothing to stdout and one line per step to stderr. When a step fails, writes its whole
 * output to stderr and exits with its exit code.
 *
 * @param {string} [root]
 */
export async function setUp(root = ROOT) {
  requireNode(process.versions.node);
  for (const step of [installStep, buildStep]) await takeStep(step(root), root);
}

/**
 * @typedef {object} Step
 * @property {'install' | 'build'} name
 * @property {string} fingerprint hash of the inputs, taken before the step runs; after an edit during the run, the step runs again
 * @property {boolean} hasResult whether the result of the last run still exists
 * @property {() => Promise<import('./run.mjs').RunResult>} run
 */

/**
 * Runs a step unless its stamp shows that nothing changed. Writes the stamp when the step succeeds.
 *
 * @param {Step} step
 * @param {string} root
 */
export async function takeStep({ name, fingerprint, hasResult, run }, root) {
  if (hasResult && readStamp(root)[name] === fingerprint) return;
  const start = performance.now();
  const result = await run();
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  if (result.code !== 0) {
    await say(`${result.output}\n${name} failed after ${seconds} s\n`);
    if (result.signal !== null) exitLike(result);
    process.exit(result.code ?? 1);
  }
  writeStamp(root, { ...readStamp(root), [name]: fingerprint });
  await say(`${name}: done in ${seconds} s\n`);
}

/**
 * @param {string} root
 * @returns {Step}
 */
function installStep(root) {
  // Without the option, pnpm could wait for an answer from a user. By pnpm's rules, an outdated lockfile is an error only in CI.
  const args = ['install', '--config.confirmModulesPurge=false'];
  return {
    name: 'install',
    fingerprint: installFingerprint(root),
    hasResult: existsSync(join(root, 'node_modules/.modules.yaml')),
    run: () => runPnpm(args, { cwd: root }),
  };
}

// A build that fails with one version of pnpm fails with all, so an older version is not tried.
const NEWEST = PNPM_VERSIONS.slice(0, 1);

/**
 * @param {string} root
 * @returns {Step}
 */
function buildStep(root) {
  return {
    name: 'build',
    fingerprint: buildFingerprint(root),
    hasResult: isBuilt(root),
    run: () => runPnpm(['exec', 'turbo', 'run', 'build', '--output-logs=errors-only'], { cwd: root, versions: NEWEST }),
  };
}

/**
 * Writes to stderr and waits until the text is written, because an exit would drop text that is still buffered.
 *
 * @param {string} text
 */
function say(text) {
  return new Promise((resolve) => {
    process.stderr.write(text, resolve);
  });
}

/** @param {string} version */
function requireNode(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  process.stderr.write(`Node.js ${version} is too old: install Node.js 20.19 or newer.\n`);
  process.exit(1);
}
