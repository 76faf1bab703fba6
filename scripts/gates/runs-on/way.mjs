// One way to run the program: with a runtime, a bundler, a framework or a test runner.

/**
 * @typedef {object} Way
 * @property {string} name
 * @property {Readonly<Record<string, string>>} packages npm packages to install, with their versions
 * @property {(folder: string) => readonly [string, ...string[]]} [build] writes the settings and returns the build tool's file with arguments;
 *   omitted when the program runs without a build
 * @property {string} [output] file that the build writes; omitted when the program runs without a build
 * @property {string} [platform] the only platform that it is tested on, `process.platform` and `process.arch` joined by a hyphen
 * @property {number} [oldestNode] the oldest major version of Node.js that it runs on
 * @property {string} [project] folder of its files below `projects`; defaults to `program`
 * @property {(folder: string) => Promise<import('../../set-up/run.mjs').RunResult>} [attempt] builds and runs the program, when one command is
 *   not enough
 * @property {(folder: string) => readonly string[]} [run] command that runs `program.mjs`; defaults to Node.js
 * @property {readonly string[]} [without] packages to hide. Models then run in WebAssembly, and numbers are compared within 1e-5.
 */

/** Returns whether it can be tested on this machine. @param {Way} way */
export function isPossible({ platform = here(), oldestNode = 0 }) {
  return platform === here() && Number(process.versions.node.split('.')[0]) >= oldestNode;
}

function here() {
  return `${process.platform}-${process.arch}`;
}
