import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';

/** Runs a program with a client of a server that never responds. Returns its exit code and output. */
async function run(program: string): Promise<{ readonly code: number | null; readonly output: string }> {
  const script = `
    import { getEventListeners, once } from 'node:events';
    import { createServer } from 'node:http';
    import { QdrantClient } from '@x/qdrant-adapter';

    process.on('unhandledRejection', (reason) => { console.log('unhandled', reason); process.exit(3); });
    const server = createServer((request, response) => respond(request, response));
    let respond = () => server.emit('asked');
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = 'http://127.0.0.1:' + server.address().port;
    const client = new QdrantClient({ url, retry: { maxDelayMs: 1_000_000 } });
    const controller = new AbortController();
    const { signal } = controller;
    const rejected = async (call) => {
      const reason = await call.then(() => 'resolved', (error) => error);
      console.log(reason, getEventListeners(signal, 'abort').length);
      // After this, only the client could keep the process alive.
      server.close();
    };
    ${program}
  `;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += String(chunk)));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output };
}

const stages: Readonly<Record<string, string>> = {
  'before the call': `
    controller.abort('enough');
    await rejected(client.count('c', {}, { signal }));
  `,
  'while the request is pending': `
    const call = rejected(client.count('c', {}, { signal }));
    await once(server, 'asked');
    controller.abort('enough');
    await call;
  `,
  'while the answer is partly received': `
    respond = (request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1000 });
      response.write('{"result":', () => setImmediate(() => server.emit('asked')));
    };
    const call = rejected(client.count('c', {}, { signal }));
    await once(server, 'asked');
    controller.abort('enough');
    await call;
  `,
  'while waiting for the next attempt': `
    respond = (request, response) => {
      response.writeHead(503, { 'retry-after': '600', connection: 'close' });
      response.end('{}', () => setImmediate(() => server.emit('asked')));
    };
    const call = rejected(client.count('c', {}, { signal }));
    await once(server, 'asked');
    controller.abort('enough');
    await call;
  `,
  'while an upload waits for its source': `
    const source = { [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => setImmediate(() => server.emit('asked'))) }) };
    const call = rejected(client.uploadPoints('c', source, { signal }));
    await once(server, 'asked');
    controller.abort('enough');
    await call;
  `,
  'while an upload stores a batch and reads the next': `
    async function* source() { for (let id = 0; ; id++) yield { id, vector: [id] }; }
    const call = rejected(client.uploadPoints('c', source(), { signal, batchSize: 2, parallel: 2 }));
    await once(server, 'asked');
    controller.abort('enough');
    await call;
  `,
};

describe('a call that is aborted', () => {
  it.each(Object.keys(stages))(
    "%s rejects with the signal's reason, and leaves no listener, timer or socket",
    async (stage) => {
      expect(await run(stages[stage]!)).toEqual({ code: 0, output: 'enough 0\n' });
    },
  );
});
