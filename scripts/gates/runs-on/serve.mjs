// Starts a framework's server, sends requests to it, and kills it with all its child processes.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

const QUIET = { NEXT_TELEMETRY_DISABLED: '1', NUXT_TELEMETRY_DISABLED: '1' };
const PATIENCE_MS = 120_000;

/**
 * Starts a server and calls `ask` when it answers requests.
 *
 * @param {readonly string[]} args arguments of Node.js
 * @param {string} cwd
 * @param {(base: string) => Promise<string>} ask is called with the server's URL
 * @returns {Promise<import('../../set-up/run.mjs').RunResult>} with the result of `ask` as `stdout`
 */
export async function serveAndAsk(args, cwd, ask) {
  const port = await freePort();
  const env = { ...process.env, ...QUIET, PORT: `${port}`, HOST: '127.0.0.1', HOSTNAME: '127.0.0.1' };
  // `detached` gives the server its own process group, because `next dev` starts further processes.
  const server = spawn(process.execPath, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (chunk) => (output += chunk));
  const ended = once(server, 'close');
  try {
    const base = `http://127.0.0.1:${port}`;
    await untilHeard(base, server);
    return { code: 0, signal: null, output, stdout: `${await ask(base)}\n` };
  } catch (error) {
    return { code: 1, signal: null, output: `${output}\n${String(error)}`, stdout: '' };
  } finally {
    if (server.pid !== undefined && server.exitCode === null) process.kill(-server.pid, 'SIGKILL');
    await ended;
  }
}

/** @param {string} url @param {RequestInit} [init] */
export function request(url, init) {
  return fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(PATIENCE_MS) });
}

/** @param {string} base @param {import('node:child_process').ChildProcess} server */
async function untilHeard(base, server) {
  const end = Date.now() + PATIENCE_MS;
  while (server.exitCode === null && Date.now() < end) {
    try {
      await request(`${base}/favicon.ico`);
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  throw new Error(`the server ended, or did not answer within ${PATIENCE_MS / 1000} s`);
}

/** @returns {Promise<number>} */
async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
