import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../dist/bin.js', import.meta.url));

/** The program `x-qdrant-local serve` in a child process, which ends on disposal. */
export interface ServingChild extends AsyncDisposable {
  readonly url: string;
  /** Sends the signal, and resolves with the exit code and signal of the process. */
  end(signal: NodeJS.Signals): Promise<[code: number | null, signal: NodeJS.Signals | null]>;
}

/** Starts the program on a free port, with optional further arguments. The program must be built. */
export async function startServing(...args: readonly string[]): Promise<ServingChild> {
  const child = spawn(process.execPath, [program, 'serve', '--port', '0', '--json', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  const [line] = (await Promise.race([once(child.stdout, 'data'), exit])) as [Buffer | number];
  if (!Buffer.isBuffer(line)) throw new Error(`the program ended with ${line} before it was ready`);
  const end = (signal: NodeJS.Signals) => {
    child.kill(signal);
    return exit;
  };
  return {
    url: (JSON.parse(line.toString()) as { url: string }).url,
    end,
    async [Symbol.asyncDispose]() {
      await end('SIGKILL');
    },
  };
}
