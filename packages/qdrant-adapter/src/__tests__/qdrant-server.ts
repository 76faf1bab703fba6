import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { VectorStoreError } from '@x/core';
import { QdrantLocal } from '@x/qdrant-local';

/** A server on this machine that speaks Qdrant's REST for the operations of this package. */
export interface QdrantServer extends AsyncDisposable {
  readonly url: string;
}

type Run = (database: QdrantLocal, collection: string, body: never) => Promise<unknown>;

/** Source of paths and methods: Qdrant's OpenAPI description, as of server 1.19. */
const routes: Readonly<Record<string, Run>> = {
  'GET /collections': (database) => database.getCollections(),
  'PUT /collections/:name': (database, collection, body) => database.createCollection(collection, body),
  'GET /collections/:name': (database, collection) => database.getCollection(collection),
  'DELETE /collections/:name': (database, collection) => database.deleteCollection(collection),
  'GET /collections/:name/exists': (database, collection) => database.collectionExists(collection),
  'PUT /collections/:name/points': (database, collection, body) => database.upsert(collection, body),
  'POST /collections/:name/points': (database, collection, body) => database.retrieve(collection, body),
  'POST /collections/:name/points/delete': (database, collection, body) => database.delete(collection, body),
  'POST /collections/:name/points/payload': (database, collection, body) => database.setPayload(collection, body),
  'POST /collections/:name/points/query': (database, collection, body) => database.query(collection, body),
  'POST /collections/:name/points/scroll': (database, collection, body) => database.scroll(collection, body),
  'POST /collections/:name/points/count': (database, collection, body) => database.count(collection, body),
};

/** What goes wrong with one request: it is refused, its connection breaks before it is done, or after, or in the middle of the answer. */
export type Fault = 'refuse' | 'reset' | 'loseAnswer' | 'cutOff';

/** Starts the server over an engine in memory; disposing of it ends both. `nextFault` is asked for each request. */
export async function startQdrantServer(nextFault: () => Fault | undefined = () => undefined): Promise<QdrantServer> {
  const database = new QdrantLocal();
  const server = createServer((request, response) => void answer(database, request, response, nextFault()));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      await database.close();
    },
  };
}

async function answer(
  database: QdrantLocal,
  request: IncomingMessage,
  response: ServerResponse,
  fault: Fault | undefined,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  const { pathname } = new URL(request.url!, 'http://server');
  const [, root, name = '', ...rest] = pathname.split('/');
  const shape = ['', root, ...(name === '' ? [] : [':name']), ...rest].join('/');
  const run = routes[`${request.method} ${shape}`];
  try {
    if (run === undefined) throw new VectorStoreError({ message: 'Not found', operation: 'route', status: 404 });
    if (fault === 'reset') return void response.destroy();
    if (fault === 'refuse') return send(response, 503, { status: { error: 'Service unavailable' }, time: 0.000_1 });
    const body = (text === '' ? {} : JSON.parse(text)) as never;
    const result = await run(database, decodeURIComponent(name), body);
    if (fault === 'loseAnswer') return void response.destroy();
    if (fault === 'cutOff') return cutOff(response);
    send(response, 200, { result, status: 'ok', time: 0.000_1 });
  } catch (error) {
    const status = VectorStoreError.isInstance(error) ? (error.status ?? 500) : 500;
    send(response, status, { status: { error: (error as Error).message }, time: 0.000_1 });
  }
}

/** Half an answer that promised to be a whole one. */
function cutOff(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1000 });
  response.write('{"result":', () => response.destroy());
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
