// Decides from file contents whether a step must run: stores a fingerprint of the step's inputs after the step succeeded.
// docs/decisions/0010-when-to-install-and-build.md explains why turbo does not decide this.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { workspacePackages } from './workspace.mjs';

const bundling = 'scripts/build';

/** @typedef {{ install?: string, build?: string }} Stamp */

/**
 * Returns a fingerprint of everything that determines the installation.
 *
 * @param {string} root
 */
export function installFingerprint(root) {
  const manifests = workspacePackages(root).map(({ folder }) => `${folder}/package.json`);
  const files = ['package.json', 'pnpm-workspace.yaml', 'pnpm-lock.yaml', ...manifests];
  return fingerprint(root, files, [process.platform, process.arch]);
}

/**
 * Returns a fingerprint of everything that the build reads: the sources and settings of each package with a tsconfig.json, and the scripts
 * that bundle them.
 *
 * @param {string} root
 */
export function buildFingerprint(root) {
  const sources = builtFolders(root).flatMap((folder) => listSources(root, folder));
  const settings = readdirSync(root).filter((name) => /^tsconfig.*\.json$/.test(name));
  const scripts = existsSync(join(root, bundling)) ? readdirSync(join(root, bundling)).toSorted() : [];
  const files = [...settings.toSorted(), ...scripts.map((name) => `${bundling}/${name}`), ...sources];
  return fingerprint(root, files, [installFingerprint(root)]);
}

/**
 * Returns whether the `dist` folder of every built package exists.
 *
 * @param {string} root
 */
export function isBuilt(root) {
  return builtFolders(root).every((folder) => existsSync(join(root, folder, 'dist')));
}

/**
 * @param {string} root
 * @returns {Stamp}
 */
export function readStamp(root) {
  try {
    return JSON.parse(readFileSync(stampFile(root), 'utf8'));
  } catch {
    return {}; // the stamp is missing or incomplete, so every step runs again
  }
}

/**
 * @param {string} root
 * @param {Stamp} stamp
 */
export function writeStamp(root, stamp) {
  mkdirSync(dirname(stampFile(root)), { recursive: true });
  writeFileSync(stampFile(root), JSON.stringify(stamp));
}

/** @param {string} root */
function stampFile(root) {
  // The stamp is inside node_modules, so deleting the installation also deletes the stamp.
  return join(root, 'node_modules/.cache/set-up/stamp.json');
}

/** @param {string} root */
function builtFolders(root) {
  return workspacePackages(root)
    .map(({ folder }) => folder)
    .filter((folder) => existsSync(join(root, folder, 'tsconfig.json')));
}

/**
 * @param {string} root
 * @param {string} folder
 * @returns {string[]}
 */
function listSources(root, folder) {
  const entries = readdirSync(join(root, folder), { withFileTypes: true }).toSorted((a, b) =>
    a.name < b.name ? -1 : 1,
  );
  return entries.flatMap((entry) => {
    if (NOT_BUILT.test(entry.name)) return [];
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? listSources(root, path) : [path];
  });
}

const NOT_BUILT =
  /^(node_modules|dist|coverage|\..*|__fixtures__|.*\.md|.*\.test\.\w+|.*\.tsbuildinfo|vitest\.config\.ts)$/;

/**
 * @param {string} root
 * @param {readonly string[]} files
 * @param {readonly string[]} facts
 */
function fingerprint(root, files, facts) {
  const hash = createHash('sha256').update(JSON.stringify(facts));
  for (const file of files) {
    const content = existsSync(join(root, file)) ? readFileSync(join(root, file)) : 'absent';
    hash.update(JSON.stringify([file, content.length])).update(content);
  }
  return hash.digest('hex');
}
