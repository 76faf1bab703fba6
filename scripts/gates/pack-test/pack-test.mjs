// Installs each package from its tarball with plain npm, as users do, together with its dependencies only. Then type-checks and runs a use.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tarballDependencies } from '../pack.mjs';
import { runNpm } from '../../set-up/pnpm.mjs';
import { runNode } from '../../set-up/run.mjs';
import { publishedPackages, readManifest, ROOT } from '../../set-up/workspace.mjs';
import { parseUse } from './use.mjs';

/** npm's cache for these installs. It is kept between runs, so that each tarball is downloaded once. */
const NPM_CACHE = join(ROOT, 'node_modules/.cache/pack-test-npm');

/**
 * Installs and uses every published package, each in its own empty folder.
 *
 * @returns {Promise<import('../run-gates.mjs').GateResult>}
 */
export async function checkPackedUses() {
  const packages = publishedPackages();
  const problems = [];
  for (const { manifest } of packages) problems.push(...(await checkUse(manifest.name)));
  return { problems, note: `${packages.length} packages installed with npm and used` };
}

/**
 * @param {string} name
 * @returns {Promise<string[]>} problems
 */
async function checkUse(name) {
  const useFile = `scripts/gates/pack-test/uses/${name.replace(/^@x\//, '')}.ts`;
  if (!existsSync(join(ROOT, useFile)))
    return [`${name} has no ${useFile}: add ten lines that use it, with their output in "// =>" comments.`];
  const use = parseUse(readFileSync(join(ROOT, useFile), 'utf8'));
  const folder = mkdtempSync(join(tmpdir(), 'x-pack-test-'));
  try {
    await writeProject(folder, name, use);
    const failure = (await install(folder)) ?? (await compile(folder)) ?? (await runUse(folder, use.expected));
    return failure === undefined ? [] : [`${name} (${useFile}): ${failure}`];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {string} folder
 * @param {string} name
 * @param {import('./use.mjs').Use} use
 */
async function writeProject(folder, name, use) {
  const dependencies = await tarballDependencies([name, ...use.needs]);
  const { devDependencies = {} } = readManifest(ROOT);
  const typesVersion = devDependencies['@types/node'] ?? '20';
  const manifest = { private: true, type: 'module', dependencies, devDependencies: { '@types/node': typesVersion } };
  const compilerOptions = {
    target: 'es2023',
    lib: ['es2023', 'esnext.disposable', 'dom.asynciterable'],
    module: 'nodenext',
    types: ['node'],
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: use.skipLibCheck,
    outDir: 'out',
  };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['use.ts'] }));
  writeFileSync(join(folder, 'use.ts'), use.code);
}

/**
 * @param {string} folder
 * @returns {Promise<string | undefined>} what failed
 */
async function install(folder) {
  mkdirSync(NPM_CACHE, { recursive: true });
  const args = ['install', '--no-audit', '--no-fund', '--prefer-offline', '--cache', NPM_CACHE];
  const { code, output } = await runNpm(args, { cwd: folder, capture: true });
  if (code !== 0) return `npm install failed: correct the dependencies in the package's package.json:\n${output}`;
  const runtime = join(folder, 'node_modules/onnxruntime-node');
  const cuda = existsSync(runtime)
    ? readdirSync(runtime, { recursive: true, encoding: 'utf8' }).filter((file) => CUDA.test(file))
    : [];
  return cuda.length === 0 ? undefined : `the install downloaded CUDA libraries: ${cuda.join(', ')}`;
}

const CUDA = /providers_(cuda|tensorrt)|cudart|cudnn|nvinfer/i;

/** @param {string} folder */
async function compile(folder) {
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  const { code, output } = await runNode(tsc, ['-p', '.', '--pretty', 'false'], { cwd: folder, capture: true });
  return code === 0 ? undefined : `the program does not compile against the packed types:\n${output}`;
}

/**
 * @param {string} folder
 * @param {string} expected
 */
async function runUse(folder, expected) {
  const { code, output, stdout } = await runNode('out/use.js', [], { cwd: folder, capture: true });
  if (code === 0 && stdout.replaceAll('\r\n', '\n') === expected) return undefined;
  return `the program exited with code ${code} and printed\n${output}instead of\n${expected}`;
}
