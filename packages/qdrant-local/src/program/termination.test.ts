import { once } from 'node:events';
import { Agent, type IncomingMessage, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';

import { startServing } from '../__fixtures__/serving-child.ts';

const clientCount = 16;

interface Ending {
  /** Ids of the points whose write was acknowledged. */
  readonly written: number[];
  readonly error: NodeJS.ErrnoException;
}

async function send(agent: Agent, { url, method, body }: { url: string; method: string; body: object }) {
  const request = httpRequest(url, { method, agent, headers: { 'content-type': 'application/json' } });
  request.end(JSON.stringify(body));
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  return { status: response.statusCode!, text: await text(response) };
}

/** Writes points one after the other over one connection until a request fails. */
async function writeOn(url: string, client: number, onAnswer: () => void): Promise<Ending> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const written: number[] = [];
  try {
    for (let id = client; ; id += clientCount) {
      const body = { points: [{ id, vector: [id] }] };
      const answer = await send(agent, { url: `${url}/collections/c/points`, method: 'PUT', body });
      expect(answer).toMatchObject({ status: 200, text: expect.stringContaining('completed') });
      written.push(id);
      onAnswer();
    }
  } catch (error) {
    return { written, error: error as NodeJS.ErrnoException };
  } finally {
    agent.destroy();
  }
}

describe.skipIf(process.platform === 'win32')('SIGTERM (not available on Windows)', () => {
  test('loses no request of 16 busy connections: earlier requests succeed, later ones are refused', async () => {
    await using child = await startServing();
    const body = { vectors: { size: 1, distance: 'Dot' } };
    await send(new Agent(), { url: `${child.url}/collections/c`, method: 'PUT', body });
    let count = 0;
    let exited: ReturnType<typeof child.end> | undefined;
    const clients = Array.from({ length: clientCount }, (_, client) =>
      writeOn(child.url, client, () => {
        if (++count === 400) exited = child.end('SIGTERM');
      }),
    );
    const endings = await Promise.all(clients);
    expect(await exited).toEqual([0, null]);
    expect(endings.map(({ error }) => error.code)).toEqual(endings.map(() => 'ECONNREFUSED'));
  });

  test('responds to requests on connections that the server has not accepted yet', async () => {
    await using child = await startServing();
    const { hostname, port } = new URL(child.url);
    const sockets = Array.from({ length: 40 }, () => connect(Number(port), hostname));
    await Promise.all(sockets.map((socket) => once(socket, 'connect')));
    const answers = sockets.map((socket) => {
      socket.write(`GET /collections HTTP/1.1\r\nHost: ${hostname}\r\n\r\n`);
      return text(socket);
    });
    const exited = child.end('SIGTERM');
    for (const answer of await Promise.all(answers)) expect(answer).toMatch(/^HTTP\/1\.1 200 OK/);
    expect(await exited).toEqual([0, null]);
  });
});
