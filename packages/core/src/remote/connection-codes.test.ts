import { expect, it } from 'vitest';

import { isConnectionCode } from './connection-codes.ts';

it.each([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETDOWN',
  'UND_ERR_SOCKET',
  'UND_ERR_CONNECT_TIMEOUT',
])('%s is the code of a failed connection', (code) => {
  expect(isConnectionCode(code)).toBe(true);
});

it.each(['ENOENT', 'EACCES', 'UND_ERR_INVALID_ARG', '28P01', 'ECONNREFUSEDX', ''])('%j is not', (code) => {
  expect(isConnectionCode(code)).toBe(false);
});
