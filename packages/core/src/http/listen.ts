import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { ProgramError } from '../program/program-error.ts';

/**
 * Makes an HTTP server listen, and returns its port and the address behind the name `host`.
 *
 * @throws {ProgramError} with the code of Node.js, such as `EADDRINUSE`, when the server cannot listen.
 * @example
 * const { port } = await listen(server, 0, '127.0.0.1'); // any free port
 */
export async function listen(server: Server, port: number, host: string): Promise<AddressInfo> {
  server.listen(port, host);
  await once(server, 'listening').catch((cause: NodeJS.ErrnoException) => {
    const part = cause.code === 'EADDRINUSE' || cause.code === 'EACCES' ? 'another port' : 'an address of this machine';
    const message = `The server cannot listen on port ${port} of ${host} (${cause.code}): choose ${part}.`;
    throw Object.assign(new ProgramError(message, { cause }), { code: cause.code });
  });
  return server.address() as AddressInfo;
}
