import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A local service that answers every request alike. */
export interface ScriptedService extends AsyncDisposable {
  readonly url: string;
  /** The HTTP status of the answers. */
  status: number;
}

/** Starts a service that answers with `body` and the status 200. With another status, its error repeats the key of the request. */
export async function scriptedService(body: object): Promise<ScriptedService> {
  const server = createServer((request, response) => {
    request.resume();
    const { authorization = 'no key' } = request.headers;
    const answer = service.status === 200 ? body : { error: `refused ${authorization}` };
    response.writeHead(service.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const service: ScriptedService = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    status: 200,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
  return service;
}
