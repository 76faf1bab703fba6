// One step of a way, such as a build: its output is kept, and it is ended after five minutes, so that one that hangs does not hold up CI.
import { run, runNode } from '../../set-up/run.mjs';

const settings = { capture: true, timeoutMs: 300_000 };

/** @param {string} command @param {readonly string[]} args @param {string} cwd */
export function runStep(command, args, cwd) {
  return run(command, args, { ...settings, cwd });
}

/** @param {string} file for Node.js @param {readonly string[]} args @param {string} cwd */
export function runNodeStep(file, args, cwd) {
  return runNode(file, args, { ...settings, cwd });
}
