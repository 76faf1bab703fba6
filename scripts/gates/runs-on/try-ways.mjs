// Builds and runs the program in each way, from the packages as users get them.
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { packAll } from '../pack.mjs';
import { runNpm } from '../../set-up/pnpm.mjs';
import { run, runNode } from '../../set-up/run.mjs';
import { ROOT } from '../../set-up/workspace.mjs';

const CACHE = join(ROOT, 'node_modules/.cache/runs-on-npm');
const USED = [
  '@x/cross-encoder',
  '@x/embed',
  '@x/qdrant-adapter',
  '@x/model-all-minilm-l6-v2',
  '@x/model-bge-small-reranker-en',
];
const BELOW = ['@x/core', '@x/model-hub', '@x/onnx-runtime', '@x/qdrant-local', '@x/tokenizer'];
/** What has native code or weights, and stays beside a bundle. */
const BESIDE = [
  'onnxruntime-node',
  'onnxruntime-common',
  'tokenizers',
  'lmdb',
  'snowball-stemmers',
  ...USED.filter((name) => name.includes('/model-')),
];

/**
 * @typedef {object} Outcome
 * @property {string} name
 * @property {string | undefined} failure what went wrong; absent where the program said what it says in Node.js
 * @property {number} seconds
 */

/**
 * @param {readonly import('./ways.mjs').Way[]} ways
 * @param {(name: string) => void} onBegin
 * @returns {Promise<Outcome[]>}
 */
export async function tryWays(ways, onBegin = () => {}) {
  const folder = mkdtempSync(join(tmpdir(), 'x-runs-on-'));
  try {
    onBegin('install');
    await install(folder, ways);
    cpSync(join(import.meta.dirname, 'program.mjs'), join(folder, 'program.mjs'));
    const expected = await runNode('program.mjs', [], { cwd: folder, capture: true });
    const outcomes = [];
    for (const way of ways) {
      onBegin(way.name);
      const start = performance.now();
      const failure = differenceIn(await tryWay(way, folder), expected);
      outcomes.push({ name: way.name, failure, seconds: (performance.now() - start) / 1000 });
    }
    return outcomes;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} folder @param {readonly import('./ways.mjs').Way[]} ways */
async function install(folder, ways) {
  const tarballs = await packAll();
  const own = [...USED, ...BELOW].map((name) => [name, `file:${tarballs.get(name)?.replaceAll('\\', '/')}`]);
  const dependencies = {
    ...Object.fromEntries(own),
    'onnxruntime-node': '1.30.0',
    tokenizers: '0.23.2',
    ...Object.assign({}, ...ways.map(({ packages }) => packages)),
  };
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }));
  mkdirSync(CACHE, { recursive: true });
  const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', '--cache', CACHE];
  const { code, output } = await runNpm(args, { cwd: folder, capture: true });
  if (code !== 0) throw new Error(`npm install failed:\n${output}`);
}

/**
 * @param {import('./ways.mjs').Way} way
 * @param {string} folder
 * @returns {Promise<import('../../set-up/run.mjs').RunResult>}
 */
async function tryWay({ build, output, run: command }, folder) {
  if (build === undefined || output === undefined) {
    const [program = process.execPath, ...args] = command?.(folder) ?? [process.execPath, 'program.mjs'];
    return run(program, args, { cwd: folder, capture: true });
  }
  rmSync(join(folder, 'out'), { recursive: true, force: true });
  const [tool, ...args] = build(folder);
  const built = await runNode(join(folder, 'node_modules', tool), args, { cwd: folder, capture: true });
  if (built.code !== 0) return built;
  return runElsewhere(folder, output);
}

/** Runs what was built in a folder that has native packages and weights, and nothing else. @param {string} folder @param {string} output */
async function runElsewhere(folder, output) {
  const place = mkdtempSync(join(tmpdir(), 'x-runs-on-out-'));
  try {
    for (const file of readdirSync(join(folder, 'out')))
      cpSync(join(folder, 'out', file), join(place, file), { recursive: true });
    for (const name of BESIDE) {
      const target = join(place, 'node_modules', name);
      mkdirSync(dirname(target), { recursive: true });
      symlinkSync(join(folder, 'node_modules', name), target, 'junction');
    }
    return await runNode(join(place, basename(output)), [], { cwd: place, capture: true });
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

/**
 * @param {import('../../set-up/run.mjs').RunResult} result
 * @param {import('../../set-up/run.mjs').RunResult} expected
 */
function differenceIn({ code, output, stdout }, expected) {
  if (code !== 0) return output.replaceAll(/[\w+/=]{200,}/g, '…').slice(-2000);
  return stdout === expected.stdout ? undefined : `said ${stdout.trim()}, and Node.js ${expected.stdout.trim()}`;
}
