// What every front door does first: install and build, each only when something changed since it last succeeded.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PNPM_VERSIONS, runPnpm } from './pnpm.mjs';
import { exitLike } from './run.mjs';
import { buildFingerprint, installFingerprint, isBuilt, readStamp, writeStamp } from './stamp.mjs';
import { ROOT } from './workspace.mjs';

/**
 * Installs and builds what is out of date. Quiet on stdout: one line per step goes to stderr, and everything when a step fails.
 * Ends the process with the failed step's exit code when one fails.
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
 * @property {string} fingerprint of what the step reads, taken before it runs: an edit meanwhile makes it run again
 * @property {boolean} hasResult whether the result of its last run is still on disk
 * @property {() => Promise<import('./run.mjs').RunResult>} run
 */

/**
 * Runs a step unless its stamp says that nothing changed, and stamps it when it succeeds.
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
  // Nobody may be there to answer a question; a lockfile that is behind is an error in CI only (pnpm's own rule).
  const args = ['install', '--config.confirmModulesPurge=false'];
  return {
    name: 'install',
    fingerprint: installFingerprint(root),
    hasResult: existsSync(join(root, 'node_modules/.modules.yaml')),
    run: () => runPnpm(args, { cwd: root }),
  };
}

// A build that fails does so with any pnpm: it is not tried again with an older one.
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
 * Writes to stderr and waits until it is written: an exit would cut off what is still on its way.
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
