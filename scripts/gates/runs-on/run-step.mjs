// Runs one step, such as a build, and captures its output. A step is killed after five minutes, so that it cannot block CI.
import { run, runNode } from '../../set-up/run.mjs';

const settings = { capture: true, timeoutMs: 300_000 };

/** @param {string} command @param {readonly string[]} args @param {string} cwd */
export function runStep(command, args, cwd) {
  return run(command, args, { ...settings, cwd });
}

/** @param {string} file JavaScript file @param {readonly string[]} args @param {string} cwd */
export function runNodeStep(file, args, cwd) {
  return runNode(file, args, { ...settings, cwd });
}
