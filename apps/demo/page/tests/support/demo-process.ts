import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../../dist/main.js', import.meta.url));

/** A process of the built demo on a free port. Disposing of it stops the process. */
export interface DemoProcess extends AsyncDisposable {
  readonly url: string;
}

/** Starts `demo --web` and resolves with its URL once it listens. */
export async function startDemo(): Promise<DemoProcess> {
  const child = spawn(process.execPath, [program, '--web', '--port', '0', '--no-open'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const closed = once(child, 'close');
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await closed;
  };
  let output = '';
  for await (const chunk of child.stdout.setEncoding('utf8')) {
    output += String(chunk);
    const url = /http:\/\/\S+/.exec(output)?.[0];
    if (url !== undefined) return { url, [Symbol.asyncDispose]: stop };
  }
  throw new Error(`The demo exited before it listened: ${output}`);
}
