// The contestants of the server benchmark. Each is an HTTP server with the same model weights.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { installPeerEnvironment } from '../peers/install-python-peer.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * @typedef {{ embedder: string, reranker: string, threads: number }} Settings folders of the models
 * @typedef {import('./workloads.mjs').Ask} Ask
 *
 * @typedef {object} ServerContestant
 * @property {string} id
 * @property {string} name
 * @property {(settings: Settings, port: number) => Promise<readonly string[]>} install installs it and returns the command that starts it
 * @property {(workload: string) => string | undefined} path `undefined` when the server does not support the workload
 * @property {(ask: Ask) => object} bodyOf
 *
 * @typedef {{ contestant: ServerContestant, server: StartedServer }} Running
 */

/** @type {readonly ServerContestant[]} */
export const CONTESTANTS = [
  {
    id: 'this-project',
    name: 'this project',
    install: async ({ threads }, port) => [
      process.execPath,
      join(ROOT, 'apps/server/dist/main.js'),
      '--offline',
      '--port',
      String(port),
      '--threads',
      String(threads),
    ],
    path: (workload) => (workload === 'rerank' ? '/v1/rerank' : '/v1/embeddings'),
    bodyOf: (ask) =>
      'text' in ask
        ? { model: 'all-MiniLM-L6-v2', input: ask.text }
        : { query: ask.query, documents: ask.documents, return_documents: false },
  },
  {
    id: 'infinity',
    name: 'infinity-emb (Python)',
    install: installInfinity,
    // With the bundled reranker, it returns the same score for every document, so its rate would not be comparable.
    path: (workload) => (workload === 'rerank' ? undefined : '/embeddings'),
    bodyOf: (ask) => ('text' in ask ? { model: 'minilm', input: ask.text } : {}),
  },
];

/** A running server that answers requests. */
export class StartedServer {
  #child;

  /**
   * @param {import('node:child_process').ChildProcess} child
   * @param {string} url
   */
  constructor(child, url) {
    this.#child = child;
    this.url = url;
  }

  /**
   * @param {ServerContestant} contestant
   * @param {Settings} settings
   */
  static async start(contestant, settings) {
    const port = await freePort();
    const [program = '', ...args] = await contestant.install(settings, port);
    let output = '';
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...quiet } });
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => (output = `${output}${chunk}`.slice(-2000)));
    const url = `http://127.0.0.1:${port}`;
    for (let tries = 0; tries < 600; tries++) {
      if (child.exitCode !== null) throw new Error(`its process ended: ${output.trim().split('\n').at(-1)}`);
      const isUp = await fetch(`${url}/health`).then(
        ({ ok }) => ok,
        () => false,
      );
      if (isUp) return new StartedServer(child, url);
      await wait(200);
    }
    child.kill('SIGKILL');
    throw new Error(`it did not answer within two minutes: ${output.trim().split('\n').at(-1)}`);
  }

  get pid() {
    return this.#child.pid ?? 0;
  }

  async stop() {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const end = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await end;
  }
}

// Prevents requests to the model hub and telemetry.
const quiet = { HF_HUB_OFFLINE: '1', DO_NOT_TRACK: '1' };

/** @returns {Promise<number>} */
async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/**
 * @param {Settings} settings
 * @param {number} port
 */
async function installInfinity({ embedder }, port) {
  const python = await installPeerEnvironment(join(ROOT, 'bench/peers/infinity'));
  // It writes its optimized graph next to the model, so it gets a copy of the model.
  const folder = join(ROOT, 'bench/.cache/infinity/all-minilm-l6-v2');
  cpSync(embedder, folder, { recursive: true });
  const program = join(dirname(python), process.platform === 'win32' ? 'infinity_emb.exe' : 'infinity_emb');
  const model = ['--model-id', folder, '--served-model-name', 'minilm', '--pooling-method', 'mean'];
  return [
    program,
    'v2',
    ...model,
    '--engine',
    'optimum',
    '--device',
    'cpu',
    '--host',
    '127.0.0.1',
    '--port',
    String(port),
  ];
}
