import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { openNamespace, realServer } from './real-server.ts';

/** A Qdrant server in another process, with an empty database. */
export interface ServerProcess extends AsyncDisposable {
  readonly url: string;
}

/** Ends when its input ends, so that no server outlives its tests. */
const script = `
  import { serve } from '@x/qdrant-local/server';
  const server = await serve({ port: 0 });
  process.stdout.write(server.url + '\\n');
  process.stdin.resume().once('end', () => server.close());
`;

/** Starts the embedded engine's server over an empty database in memory, or opens a namespace of the server that `X_TEST_QDRANT` names. */
export async function startServerProcess(): Promise<ServerProcess> {
  if (realServer !== undefined) return openNamespace(realServer);
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: import.meta.dirname,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [url] = (await once(createInterface(child.stdout), 'line')) as [string];
  return {
    url,
    async [Symbol.asyncDispose]() {
      const exited = once(child, 'exit');
      child.stdin.end();
      await exited;
    },
  };
}
