import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, type IncomingMessage, request as httpRequest } from 'node:http';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));

interface Answer {
  readonly status: number;
  readonly connection: string | undefined;
  readonly body: string;
}

let program: ChildProcess;
let logged: { readonly path: string; readonly status: number }[];
let port: number;
beforeEach(async () => {
  program = spawn(process.execPath, [main, '--port', '0', '--json', '--offline'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: program.stdout! });
  const [first] = (await once(lines, 'line')) as [string];
  ({ port } = JSON.parse(first) as { port: number });
  logged = [];
  lines.on('line', (line: string) => logged.push(JSON.parse(line) as (typeof logged)[0]));
});
afterEach(() => program.kill('SIGKILL'));

/** Sends an embedding request. Rejects with the error of the connection, including when the response is cut off. */
async function embed(input: string | readonly string[], agent: Agent): Promise<Answer> {
  const headers = { 'content-type': 'application/json' };
  const request = httpRequest({ port, path: '/v1/embeddings', method: 'POST', headers, agent });
  request.end(JSON.stringify({ model: 'all-MiniLM-L6-v2', input, encoding_format: 'base64' }));
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  const body = await text(response);
  return { status: response.statusCode!, connection: response.headers.connection, body };
}

/** Sends requests over one connection until one fails. */
async function askOn(name: number, onAnswer: () => void): Promise<{ answers: Answer[]; error: NodeJS.ErrnoException }> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const answers: Answer[] = [];
  try {
    for (;;) {
      answers.push(await embed(`text ${answers.length} of client ${name}`, agent));
      onAnswer();
    }
  } catch (error) {
    return { answers, error: error as NodeJS.ErrnoException };
  } finally {
    agent.destroy();
  }
}

describe.skipIf(process.platform === 'win32')('SIGTERM (skipped on Windows, which does not have it)', () => {
  it('answers every received request of 16 busy connections, then refuses connections', async () => {
    let count = 0;
    const exited = once(program, 'exit');
    const clients = Array.from({ length: 16 }, (_, name) =>
      askOn(name, () => {
        if (++count === 200) program.kill('SIGTERM');
      }),
    );
    const ends = await Promise.all(clients);
    expect(await exited).toEqual([0, null]);
    const answers = ends.flatMap((end) => end.answers);
    for (const { status, body } of answers) {
      expect(status).toBe(200);
      const { data } = JSON.parse(body) as { data: [{ embedding: string }] };
      expect(Buffer.from(data[0].embedding, 'base64')).toHaveLength(384 * 4);
    }
    expect(ends.map(({ error }) => error.code)).toEqual(ends.map(() => 'ECONNREFUSED'));
    // Every response that the server produced arrived at a client.
    expect(logged.filter(({ path }) => path === '/v1/embeddings')).toHaveLength(answers.length);
  });

  it('closes idle connections immediately, and the connection of a running request after its response', async () => {
    const idle = new Agent({ keepAlive: true });
    const busy = new Agent({ keepAlive: true });
    await embed('idle from now on', idle);
    const [socket] = Object.values(idle.freeSockets)[0]!;
    const order: string[] = [];
    const closed = once(socket!, 'close').then(() => order.push('idle connection closed'));
    const long = embed(
      Array.from({ length: 300 }, (_, index) => `text number ${index} of many`),
      busy,
    );
    // Wait until the metrics count the texts: the request is then running.
    for (let held = false; !held;) {
      held = /^x_texts_held 300$/m.test(await (await fetch(`http://127.0.0.1:${port}/metrics`)).text());
    }
    program.kill('SIGTERM');
    const answered = long.then((answer) => {
      order.push('answered');
      return answer;
    });
    const [{ status, connection, body }] = await Promise.all([answered, closed]);
    expect(order).toEqual(['idle connection closed', 'answered']);
    expect([status, connection]).toEqual([200, 'close']);
    expect((JSON.parse(body) as { data: object[] }).data).toHaveLength(300);
    expect(await once(program, 'exit')).toEqual([0, null]);
  });
});
