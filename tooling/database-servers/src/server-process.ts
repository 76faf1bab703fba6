import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout } from 'node:timers/promises';

/** A local database server with its own folder and port. Disposing stops it and removes the folder. */
export interface TestDatabase extends AsyncDisposable {
  readonly url: string;
  /** The id of the server's process, which changes with a restart. */
  readonly pid: number;
  /** Stops the server and starts it with the same folder and port. `clean` shuts it down, `crash` kills it. */
  restart(how: 'clean' | 'crash'): Promise<void>;
}

/** How to start and stop a server. */
export interface ServerSettings {
  readonly url: string;
  /** Removed when the server is disposed. */
  readonly folder: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly user?: { readonly uid: number; readonly gid: number } | undefined;
  readonly cleanSignal: NodeJS.Signals;
  /** Part of the output that shows that the server is ready. */
  readonly readyWords: string;
}

/** A killed server may leave its port or its memory in use for a moment. */
const startTries = 50;
const msBetweenTries = 100;

/** Starts a server. Resolves when it accepts connections. */
export async function startServer(settings: ServerSettings): Promise<TestDatabase> {
  let server = await start(settings);
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const exited = once(server, 'exit');
    server.kill(signal);
    await exited;
  };
  return {
    url: settings.url,
    get pid() {
      return server.pid!;
    },
    restart: async (how) => {
      await end(how === 'clean' ? settings.cleanSignal : 'SIGKILL');
      server = await start(settings);
    },
    [Symbol.asyncDispose]: async () => {
      await end('SIGKILL');
      // PostgreSQL's child processes may still write for a moment.
      rmSync(settings.folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
}

/** Returns a free port. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function start(settings: ServerSettings, triesLeft: number = startTries): Promise<ChildProcess> {
  const { program, args, user, folder, readyWords } = settings;
  const server = spawn(program, args, { ...user, cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = await wordsUntilReady(server, readyWords);
  if (said === undefined) return server;
  if (triesLeft === 0) throw new Error(`${program} ended before it was ready: ${said}`);
  await setTimeout(msBetweenTries);
  return start(settings, triesLeft - 1);
}

/** Resolves with undefined when the server is ready, or with its output when it ended before. */
async function wordsUntilReady(server: ChildProcess, readyWords: string): Promise<string | undefined> {
  let text = '';
  return new Promise((resolve, reject) => {
    for (const stream of [server.stdout!, server.stderr!]) {
      stream.on('data', (chunk: Buffer) => {
        if (!text.includes(readyWords)) text += chunk.toString();
        if (text.includes(readyWords)) resolve(undefined);
      });
    }
    server.once('error', reject);
    server.once('exit', () => resolve(text));
  });
}
