import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { pathToFileURL } from 'node:url';

import { sendFile } from './send-page-file.ts';

/** A web server that knows nothing but files, until it is disposed of. */
export interface FolderServer extends AsyncDisposable {
  readonly url: string;
  /** Paths that were asked for, in order. */
  readonly requested: string[];
}

/** Serves a folder below `/site/`, as a host of static files does. */
export async function serveFolder(folder: string): Promise<FolderServer> {
  const requested: string[] = [];
  const server = createServer((request, response) => {
    const path = (request.url ?? '').replace(/^\/site\//, '/');
    requested.push(path);
    void sendFile(path, pathToFileURL(`${folder}/`), response);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/site/`,
    requested,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}
