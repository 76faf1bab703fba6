// Runs child processes and passes their exit codes and signals on to the parent process.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/**
 * @typedef {object} RunResult
 * @property {number | null} code exit code, `null` when a signal ended the process
 * @property {NodeJS.Signals | null} signal
 * @property {string} output stdout and stderr in one string; empty unless `capture` is true
 * @property {string} stdout only stdout; empty unless `capture` is true
 *
 * @typedef {object} RunOptions
 * @property {string} [cwd] defaults to the current folder
 * @property {boolean} [capture] returns the output instead of showing it; defaults to false
 * @property {boolean} [shell] required only for a `.cmd` file on Windows; defaults to false
 * @property {number} [timeoutMs] time after which the program is killed with SIGKILL; no limit by default
 */

/**
 * Runs a program to its end. Never rejects: for a program that cannot start, it resolves with code 127.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<RunResult>}
 */
export function run(command, args, { cwd = process.cwd(), capture = false, shell = false, timeoutMs } = {}) {
  return new Promise((resolve) => {
    const stdio = /** @type {import('node:child_process').StdioOptions} */ (
      capture ? ['ignore', 'pipe', 'pipe'] : 'inherit'
    );
    const env = { ...process.env, ...childEnv };
    const child = spawn(command, args, { cwd, env, shell, stdio, timeout: timeoutMs, killSignal: 'SIGKILL' });
    const stopForwarding = forwardSignals(child);
    /** @type {Buffer[]} */
    const chunks = [];
    /** @type {Buffer[]} */
    const stdoutChunks = [];
    child.stdout?.on('data', (chunk) => chunks.push(chunk) && stdoutChunks.push(chunk));
    child.stderr?.on('data', (chunk) => chunks.push(chunk));
    child.once('error', (error) => {
      stopForwarding();
      resolve({ code: 127, signal: null, output: `Could not start ${command}: ${error.message}`, stdout: '' });
    });
    child.once('close', (code, signal) => {
      stopForwarding();
      resolve({ code, signal, output: decode(chunks), stdout: decode(stdoutChunks) });
    });
  });
}

/**
 * Runs a JavaScript file with the Node.js of this process.
 *
 * @param {string} file
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 */
export function runNode(file, args, options) {
  return run(process.execPath, [file, ...args], options);
}

/**
 * Ends this process as a child ended, with the same exit code or the same signal.
 *
 * @param {Pick<RunResult, 'code' | 'signal'>} result
 */
export function exitLike({ code, signal }) {
  process.exitCode = code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
  if (signal !== null && process.platform !== 'win32') process.kill(process.pid, signal);
}

// onnxruntime-node's install script would download CUDA libraries; the package already contains the CPU library. turbo would send telemetry.
const childEnv = { ONNXRUNTIME_NODE_INSTALL: 'skip', TURBO_TELEMETRY_DISABLED: '1' };

/** @param {readonly Buffer[]} chunks */
function decode(chunks) {
  return Buffer.concat(chunks).toString('utf8');
}

/** @param {import('node:child_process').ChildProcess} child */
function forwardSignals(child) {
  /** @param {NodeJS.Signals} signal */
  const forward = (signal) => {
    // A terminal sends Ctrl-C to the whole process group, so the child already has it.
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  };
  const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
  for (const signal of signals) process.on(signal, forward);
  return () => {
    for (const signal of signals) process.off(signal, forward);
  };
}
