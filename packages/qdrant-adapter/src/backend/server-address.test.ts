import { InvalidArgumentError } from '@x/core';
import { describe, expect, it } from 'vitest';
import { parseServerAddress } from './server-address.ts';

describe('parseServerAddress', () => {
  it.each([
    ['http://localhost', undefined, 'http://localhost', 6333, ''],
    ['https://example.org', undefined, 'https://example.org', 6333, ''],
    ['https://example.org:443', undefined, 'https://example.org', 443, ''],
    ['http://example.org:80/', undefined, 'http://example.org', 80, ''],
    ['https://example.org:8443', 6333, 'https://example.org', 8443, ''],
    ['https://example.org', 443, 'https://example.org', 443, ''],
    ['https://example.org', null, 'https://example.org', null, ''],
    ['https://example.org/qdrant', undefined, 'https://example.org', 6333, '/qdrant'],
    ['https://example.org:443/a/b//', undefined, 'https://example.org', 443, '/a/b'],
    ['http://[::1]:7000/q', undefined, 'http://[::1]', 7000, '/q'],
    ['http://[::1]', undefined, 'http://[::1]', 6333, ''],
    ['HTTP://Example.org:6334', undefined, 'http://example.org', 6334, ''],
    ['http://example.org/a:99/b', undefined, 'http://example.org', 6333, '/a:99/b'],
  ])('reads %s with the port option %s', (url, port, origin, expectedPort, prefix) => {
    expect(parseServerAddress(url, port)).toEqual({ origin, port: expectedPort, prefix });
  });

  it.each(['', 'localhost:6333', './folder', 'ftp://example.org', 'http://', 'memory'])('rejects %j', (url) => {
    expect(() => parseServerAddress(url)).toThrow(/^url must be a URL that starts with http/);
  });

  it('rejects passwords and queries without showing them', () => {
    for (const url of [
      'https://me:hunter22@example.org',
      'https://example.org/?key=hunter22',
      'https://a.org/#hunter22',
      'https//me:hunter22@example.org',
      'example.org/?key=hunter22',
    ]) {
      expect(() => parseServerAddress(url)).toThrow(InvalidArgumentError);
      expect(() => parseServerAddress(url)).not.toThrow(/hunter22/);
    }
  });

  it.each([0, 65_536, 1.5])('rejects the port %s', (port) => {
    expect(() => parseServerAddress('http://localhost', port)).toThrow(/^port must be a whole number/);
  });
});
