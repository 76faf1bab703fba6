// Runs the programs in the documentation and compares their output with their comments.
import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { runNode } from '../../set-up/run.mjs';
import { isPromised, promisedOutput } from './compare-output.mjs';

/**
 * @typedef {object} Program
 * @property {string} place document and line, such as `README.md:7`
 * @property {string} code
 * @property {string} file the compiled module
 */

/**
 * Runs each program in its own folder, where it finds the packages of the workspace and no other files.
 *
 * @param {readonly Program[]} programs
 * @param {string} folder contains the packages in its `node_modules`
 * @returns {Promise<string[]>} problems
 */
export async function runFences(programs, folder) {
  /** @type {string[]} */
  const problems = [];
  const waiting = [...programs.entries()];
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [index, { place, code, file }] = next;
      const cwd = join(folder, 'run', String(index));
      mkdirSync(cwd, { recursive: true });
      const promised = promisedOutput(code);
      const { code: exitCode, stdout, output } = await runNode(file, [], { cwd, capture: true });
      if (exitCode === 0 && isPromised(promised, stdout)) continue;
      problems.push(
        `${place}: the program exited with code ${exitCode} and printed\n${firstLines(output)}\ninstead of\n${promised}\n${REMEDY}`,
      );
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return problems;
}

const REMEDY =
  'Remedy: correct the fence, or mark it ```ts network or ```ts server when it needs a network or a server.';

/** @param {string} output */
function firstLines(output) {
  return output.trim().split('\n').slice(0, 12).join('\n');
}
