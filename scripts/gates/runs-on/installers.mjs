// Package managers that the packages are tested with. Each installs the tarballs into an empty folder, where Node.js runs the program.
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runNpm } from '../../set-up/pnpm.mjs';
import { tarballDependencies } from '../pack.mjs';
import { nativeDependencies, ownPackages } from './dependencies.mjs';
import { runNodeStep } from './run-step.mjs';

/**
 * @typedef {object} Installer
 * @property {string} name
 * @property {string} tool npm package of the package manager, with its version
 * @property {readonly [string, ...string[]]} install install command
 * @property {Readonly<Record<string, string>>} [files] settings files, by name
 * @property {readonly [string, ...string[]]} [node] command that runs Node.js, for a package manager without `node_modules`
 */

const builds = 'allowBuilds:\n  lmdb: false\n  msgpackr-extract: false\n  onnxruntime-node: false\n';
const yarn = '@yarnpkg/cli-dist@4.18.1';

/** @type {readonly Installer[]} */
const known = [
  {
    name: 'npm, engine-strict',
    tool: 'npm@11.19.1',
    install: ['npm', 'install', '--engine-strict', '--ignore-scripts'],
  },
  { name: 'pnpm', tool: 'pnpm@12.21.0', install: ['pnpm', 'install'], files: { 'pnpm-workspace.yaml': builds } },
  { name: 'Yarn 1', tool: 'yarn@1.22.22', install: ['yarn', 'install', '--production', '--ignore-scripts'] },
  { name: 'Yarn 4', tool: yarn, install: ['yarn', 'install'], files: { '.yarnrc.yml': 'nodeLinker: node-modules\n' } },
  {
    name: 'Yarn 4, PnP',
    tool: yarn,
    install: ['yarn', 'install'],
    files: { '.yarnrc.yml': 'nodeLinker: pnp\n' },
    node: ['yarn', 'node'],
  },
  { name: 'Bun, install', tool: 'bun@1.4.5', install: ['bun', 'install'] },
];

/** @type {readonly import('./way.mjs').Way[]} */
export const installers = known.map((installer) => ({
  name: installer.name,
  packages: {},
  attempt: (folder) => installAndRun(folder, installer),
}));

/** @param {string} program the folder of the program @param {Installer} installer */
async function installAndRun(program, { tool, install, files = {}, node }) {
  const folder = mkdtempSync(join(tmpdir(), 'x-runs-on-installer-'));
  const runTool = (/** @type {readonly string[]} */ command) =>
    runNpm(['exec', '--yes', `--package=${tool}`, '--', ...command], { cwd: folder, capture: true });
  try {
    await writeProject(folder, files);
    const installed = await runTool(install);
    if (installed.code !== 0) return installed;
    for (const file of ['answer.mjs', 'program.mjs']) cpSync(join(program, file), join(folder, file));
    return await (node === undefined ? runNodeStep('program.mjs', [], folder) : runTool([...node, 'program.mjs']));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} folder @param {Readonly<Record<string, string>>} files */
async function writeProject(folder, files) {
  const own = await tarballDependencies(ownPackages);
  // The packages of this repository are in no registry, so their versions are overridden. Each package manager has its own key for this.
  const manifest = {
    name: 'tried',
    private: true,
    dependencies: { ...own, ...nativeDependencies },
    resolutions: own,
    overrides: Object.fromEntries(Object.keys(own).map((name) => [name, `$${name}`])),
  };
  const overrides = Object.entries(own).map(([name, tarball]) => `  '${name}': '${tarball}'\n`);
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, 'yarn.lock'), '');
  for (const [name, text] of Object.entries(files)) {
    const isPnpm = name === 'pnpm-workspace.yaml';
    writeFileSync(join(folder, name), isPnpm ? `${text}overrides:\n${overrides.join('')}` : text);
  }
}
