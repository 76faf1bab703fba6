import { createServer } from 'node:http';

import { expect, test } from 'vitest';

import { reportFailure } from '../program/report-failure.ts';
import { listen } from './listen.ts';

test('a taken port is reported in one sentence, with the code of Node.js', async () => {
  const [first, second] = [createServer(), createServer()];
  const { port, address } = await listen(first, 0, '127.0.0.1');
  expect(address).toBe('127.0.0.1');
  const error: unknown = await listen(second, port, '127.0.0.1').catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'EADDRINUSE' });
  let written = '';
  expect(reportFailure(error, { stderr: { write: (text) => (written += text) } })).toBe(1);
  expect(written).toBe(`The server cannot listen on port ${port} of 127.0.0.1 (EADDRINUSE): choose another port.\n`);
  first.close();
});

test('a host that is no address of this machine is not blamed on the port', async () => {
  // An address for documentation (RFC 5737), which no machine has.
  const error: unknown = await listen(createServer(), 0, '192.0.2.1').catch((reason: unknown) => reason);
  const message = 'The server cannot listen on port 0 of 192.0.2.1 (EADDRNOTAVAIL): choose an address of this machine.';
  expect(error).toMatchObject({ code: 'EADDRNOTAVAIL', message });
});
