// One way to run the program: with a runtime, a bundler, a framework or a test runner.

/**
 * @typedef {object} Way
 * @property {string} name
 * @property {Readonly<Record<string, string>>} packages what npm installs for it, by version
 * @property {(folder: string) => readonly [string, ...string[]]} [build] writes its settings, and returns the file of its program with arguments. Absent
 *   where the program runs as it is.
 * @property {string} [output] what is built. Absent where the program runs as it is.
 * @property {string} [platform] the only one that it is tried on, as `process.platform` and `process.arch` say it
 * @property {number} [oldestNode] the oldest major version of Node.js that it runs on
 * @property {string} [project] the folder of its files; `program` when left out
 * @property {(folder: string) => Promise<import('../../set-up/run.mjs').RunResult>} [attempt] all of it, where that is more than a command
 * @property {(folder: string) => readonly string[]} [run] the command that runs `program.mjs`, where that is not Node.js
 * @property {readonly string[]} [without] packages that are hidden meanwhile. Models then run in WebAssembly, whose numbers are those of Node.js to 1e-5
 */

/** Whether it can be tried on this machine. @param {Way} way */
export function isPossible({ platform = here(), oldestNode = 0 }) {
  return platform === here() && Number(process.versions.node.split('.')[0]) >= oldestNode;
}

function here() {
  return `${process.platform}-${process.arch}`;
}
