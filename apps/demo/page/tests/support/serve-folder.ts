import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { pathToFileURL } from 'node:url';

import { sendFile } from './send-page-file.ts';

/** A web server for static files. Disposing of it stops the server. */
export interface FolderServer extends AsyncDisposable {
  readonly url: string;
  /** The requested paths, in order. */
  readonly requested: string[];
}

/** Serves a folder below `/site/`, like a host for static files. */
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
