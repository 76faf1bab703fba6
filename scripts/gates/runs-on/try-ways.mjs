// Builds and runs the program in each way, with packages installed from tarballs as users get them.
import { cpSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { installWithNpm, tarballDependencies } from '../pack.mjs';
import { linkBeside } from './beside.mjs';
import { nativeDependencies, ownPackages } from './dependencies.mjs';
import { runNodeStep, runStep } from './run-step.mjs';

const PROJECTS = join(import.meta.dirname, 'projects');

/**
 * @typedef {object} Outcome
 * @property {string} name
 * @property {string | undefined} failure what went wrong; `undefined` when the output is the same as in Node.js
 * @property {number} seconds
 */

/**
 * @param {readonly import('./way.mjs').Way[]} ways
 * @param {(name: string) => void} onBegin
 * @returns {Promise<Outcome[]>}
 */
export async function tryWays(ways, onBegin = () => {}) {
  const folder = mkdtempSync(join(tmpdir(), 'x-runs-on-'));
  try {
    onBegin('install');
    await install(folder, ways);
    cpSync(join(PROJECTS, 'answer.mjs'), join(folder, 'answer.mjs'));
    const expected = await tryWay({ name: 'node', packages: {} }, folder);
    const outcomes = [];
    for (const way of ways) {
      onBegin(way.name);
      const start = performance.now();
      const result = await withoutPackages(folder, way.without, () => tryWay(way, folder));
      const failure = differenceIn(result, expected, way.without === undefined ? 'native' : 'wasm');
      outcomes.push({ name: way.name, failure, seconds: (performance.now() - start) / 1000 });
    }
    return outcomes;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} folder @param {readonly import('./way.mjs').Way[]} ways */
async function install(folder, ways) {
  const dependencies = {
    ...(await tarballDependencies(ownPackages)),
    ...nativeDependencies,
    'onnxruntime-web': '1.30.0',
    ...Object.assign({}, ...ways.map(({ packages }) => packages)),
  };
  await installWithNpm(folder, { private: true, dependencies });
}

/**
 * @param {import('./way.mjs').Way} way
 * @param {string} folder
 * @returns {Promise<import('../../set-up/run.mjs').RunResult>}
 */
async function tryWay(way, folder) {
  const project = join(PROJECTS, way.project ?? 'program');
  cpSync(project, folder, { recursive: true });
  try {
    return await (way.attempt?.(folder) ?? runProgram(way, folder));
  } finally {
    for (const file of readdirSync(project)) rmSync(join(folder, file), { recursive: true });
  }
}

/**
 * @param {import('./way.mjs').Way} way
 * @param {string} folder
 * @returns {Promise<import('../../set-up/run.mjs').RunResult>}
 */
async function runProgram({ build, output, run: command }, folder) {
  if (build === undefined || output === undefined) {
    const [program = process.execPath, ...args] = command?.(folder) ?? [process.execPath, 'program.mjs'];
    return runStep(program, args, folder);
  }
  rmSync(join(folder, 'out'), { recursive: true, force: true });
  const [tool, ...args] = build(folder);
  const built = await runNodeStep(join(folder, 'node_modules', tool), args, folder);
  if (built.code !== 0) return built;
  return runElsewhere(folder, output);
}

/** Runs the build output in a folder that contains only native packages and weights. @param {string} folder @param {string} output */
async function runElsewhere(folder, output) {
  const place = mkdtempSync(join(tmpdir(), 'x-runs-on-out-'));
  try {
    for (const file of readdirSync(join(folder, 'out')))
      cpSync(join(folder, 'out', file), join(place, file), { recursive: true });
    linkBeside(folder, place);
    return await runNodeStep(join(place, basename(output)), [], place);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

/**
 * Hides packages while `work` runs.
 *
 * @template T
 * @param {string} folder
 * @param {readonly string[] | undefined} names
 * @param {() => Promise<T>} work
 */
async function withoutPackages(folder, names, work) {
  const place = (/** @type {string} */ name) => join(folder, 'node_modules', name);
  for (const name of names ?? []) renameSync(place(name), place(`.${name}`));
  try {
    return await work();
  } finally {
    for (const name of names ?? []) renameSync(place(`.${name}`), place(name));
  }
}

/**
 * Returns how a result differs from the expected one, or `undefined` when it does not.
 *
 * @param {import('../../set-up/run.mjs').RunResult} result
 * @param {import('../../set-up/run.mjs').RunResult} expected
 * @param {'native' | 'wasm'} runtime runtime of the models
 */
function differenceIn({ code, signal, output, stdout }, expected, runtime) {
  if (signal !== null) return `a step was killed by ${signal} after this output:\n${output.slice(-2000)}`;
  if (code !== 0) return output.replaceAll(/[\w+/=]{200,}/g, '…').slice(-2000);
  const isSame = runtime === 'native' ? stdout === expected.stdout : isNear(stdout, expected.stdout);
  return isSame ? undefined : `the output is ${stdout.trim()}, but in Node.js it is ${expected.stdout.trim()}`;
}

/** Returns whether the output with WebAssembly equals the native output, numbers within 1e-5. @param {string} wasm @param {string} native */
function isNear(wasm, native) {
  const { vector, scores, runtimes, ...rest } = JSON.parse(wasm);
  const { vector: otherVector, scores: otherScores, runtimes: _, ...otherRest } = JSON.parse(native);
  const actual = [...vector, ...scores];
  return (
    JSON.stringify([runtimes, rest]) === JSON.stringify([['wasm', 'wasm'], otherRest]) &&
    [...otherVector, ...otherScores].every((value, index) => Math.abs(value - actual[index]) <= 1e-5)
  );
}
