import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout } from 'node:timers/promises';

/** A database server on this machine, with a folder and a port of its own. Disposing ends it and removes the folder. */
export interface TestDatabase extends AsyncDisposable {
  readonly url: string;
  /** The id of the server's process. A restart changes it. */
  readonly pid: number;
  /** Ends the server and starts it on the same folder and port: `clean` lets it put its things in order, `crash` kills it. */
  restart(how: 'clean' | 'crash'): Promise<void>;
}

/** How a server is started and ended. */
export interface ServerSettings {
  readonly url: string;
  /** Removed at the end. */
  readonly folder: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly user?: { readonly uid: number; readonly gid: number } | undefined;
  readonly cleanSignal: NodeJS.Signals;
  /** What it says when it is ready. */
  readonly readyWords: string;
}

/** A killed server may leave its port or its memory in use for a moment. */
const startTries = 50;
const msBetweenTries = 100;

/** Starts a server, and resolves when it can be connected to. */
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
      // The processes of PostgreSQL notice a moment later, and still write.
      rmSync(settings.folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
}

/** A port that nobody listens on. */
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

/** What it said, if it ended before it was ready. */
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
