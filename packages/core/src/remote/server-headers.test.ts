import { describe, expect, it } from 'vitest';

import { InvalidArgumentError } from '../errors/invalid-argument-error.ts';
import { serverHeaders, withoutSecrets } from './server-headers.ts';

const keyHeader = 'api-key';
const cloud = { origin: 'https://example.org', keyHeader };
const plain = { origin: 'http://example.org', keyHeader };

describe('serverHeaders', () => {
  it('adds the key to the other headers', () => {
    const { headers, secrets } = serverHeaders({ ...cloud, apiKey: 'secret-key', headers: { 'x-tenant': '7' } });
    expect(headers).toEqual({ 'x-tenant': '7', 'api-key': 'secret-key' });
    expect(secrets).toEqual(['secret-key']);
  });

  it('hides the value of the key header, and the key on its own', () => {
    const bearer = { keyHeader: 'authorization', keyPrefix: 'Bearer ' };
    const { headers, secrets } = serverHeaders({ ...cloud, ...bearer, apiKey: 'secret-key' });
    expect(headers).toEqual({ authorization: 'Bearer secret-key' });
    expect(withoutSecrets('Bearer secret-key, secret-key', secrets)).toBe('(hidden), (hidden)');
  });

  it('refuses to send the key unencrypted to another machine unless allowed', () => {
    expect(() => serverHeaders({ ...plain, apiKey: 'secret-key' })).toThrow(
      /^url must be an https:.*allowInsecureApiKey/,
    );
    expect(serverHeaders({ ...plain, apiKey: 'secret-key', allowInsecureApiKey: true }).headers['api-key']).toBe(
      'secret-key',
    );
    for (const url of ['http://localhost', 'http://127.0.0.1', 'http://127.8.8.8', 'http://[::1]']) {
      expect(() => serverHeaders({ origin: url, keyHeader, apiKey: 'secret-key' })).not.toThrow();
    }
    for (const url of ['http://127.0.0.1.example.org', 'http://localhost.example.org']) {
      expect(() => serverHeaders({ origin: url, keyHeader, apiKey: 'secret-key' })).toThrow(InvalidArgumentError);
    }
  });

  it.each(['secret\nkey', 'sécret', '', 7])('refuses %j as a key without showing it', (value) => {
    const build = () => serverHeaders({ ...cloud, apiKey: value as string });
    expect(build).toThrow(/^apiKey must be a string of printable ASCII/);
    expect(build).not.toThrow(/secret|sécret/);
    expect(() => serverHeaders({ ...cloud, headers: { authorization: value as string } })).toThrow(
      /^headers\["authorization"\]/,
    );
  });
});

it.each([
  ['', /^apiKey must be .*, but is ""\.$/],
  ['secret-key\n', /but is "\(hidden\)"\. It ends with a line break, as if read from a file: trim it\.$/],
  ['secret-key\r\n', /It ends with a line break/],
  ['secret\nkey', /but is "\(hidden\)"\.$/],
])('states what is wrong with the key %j', (apiKey, message) => {
  expect(() => serverHeaders({ ...cloud, apiKey })).toThrow(message);
  expect(() => serverHeaders({ ...cloud, apiKey })).not.toThrow(/secret/);
});

it('refuses invalid header names', () => {
  for (const name of ['', 'x tenant', 'x:tenant', 'x\ntenant']) {
    expect(() => serverHeaders({ ...cloud, headers: { [name]: '7' } })).toThrow(
      /^name in headers must be an ASCII header name/,
    );
  }
});

describe('withoutSecrets', () => {
  it('hides every occurrence', () => {
    expect(withoutSecrets('key abcdef, again abcdef', ['abcdef'])).toBe('key (hidden), again (hidden)');
  });
});
