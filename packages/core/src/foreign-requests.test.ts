import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { findForeignHeader, InvalidArgumentError, type ListeningServer, requireHostNames } from './index.ts';

const server: ListeningServer = { address: '127.0.0.1', needsKey: false };

describe('a request to a server on this machine without a key', () => {
  it.each([
    'localhost',
    'localhost:8080',
    'LOCALHOST:1',
    '127.0.0.1:8080',
    '127.1.2.3',
    '[::1]:8080',
    '[::1]',
    '127.1:8080',
    '[0:0:0:0:0:0:0:1]',
    '[::ffff:127.0.0.1]:8080',
    undefined,
  ])('is accepted with the host %s', (host) => {
    expect(findForeignHeader({ host }, server)).toBeUndefined();
    expect(findForeignHeader({ host, origin: `http://${host?.toLowerCase()}` }, server)).toBeUndefined();
  });

  it.each([
    'attacker.example',
    'attacker.example:8080',
    '127.0.0.1.attacker.example',
    'localhost.attacker.example:80',
    'localhost@attacker.example',
    'attacker.example/localhost',
    '192.168.0.1:8080',
    '0.0.0.0:8080',
    '127.0.0.1:8080:1',
    '127.0.0.1 ',
    '[::2]',
    '::1',
    '',
  ])('is foreign with the host "%s"', (host) => {
    expect(findForeignHeader({ host }, server)).toEqual({ header: 'host', value: host });
  });

  it.each(['localhost', '127.1', '::1', '0:0:0:0:0:0:0:1', '[::1]', '::ffff:127.0.0.1'])(
    'is foreign with another host when the server listens on %s',
    (address) => {
      expect(findForeignHeader({ host: 'attacker.example' }, { ...server, address })?.header).toBe('host');
    },
  );

  it.each([
    ['http://localhost:1', undefined],
    ['https://localhost:1', 'origin'],
    ['http://localhost:2', 'origin'],
    ['http://127.0.0.1:1', 'origin'],
    ['https://attacker.example', 'origin'],
    ['null', 'origin'],
    ['', 'origin'],
  ])('a request to localhost:1 from the origin "%s" has the foreign header %s', (origin, header) => {
    expect(findForeignHeader({ host: 'localhost:1', origin }, server)?.header).toBe(header);
  });

  it('is accepted with an allowed host or origin', () => {
    const open = { ...server, allowedHosts: ['Search.internal'], allowedOrigin: 'https://app.example' };
    const headers = { host: 'search.internal:80', origin: 'https://app.example' };
    expect(findForeignHeader(headers, open)).toBeUndefined();
    expect(findForeignHeader({ ...headers, origin: 'https://search.internal:80' }, open)).toBeUndefined();
    expect(findForeignHeader({ ...headers, origin: 'https://other.example' }, open)?.header).toBe('origin');
    expect(findForeignHeader({ ...headers, host: 'other.internal' }, open)?.header).toBe('host');
    expect(findForeignHeader({ origin: 'null' }, { ...server, allowedOrigin: '*' })).toBeUndefined();
  });

  it('is foreign with every host name except those of this machine', () => {
    fc.assert(
      fc.property(fc.domain(), fc.nat(65_535), (name, port) => {
        expect(findForeignHeader({ host: `${name}:${port}` }, server)?.header).toBe('host');
      }),
    );
  });
});

describe('a request with a foreign host and origin', () => {
  const foreign = { host: 'attacker.example', origin: 'https://attacker.example' };

  it('is accepted by a server that needs a key', () => {
    expect(findForeignHeader(foreign, { ...server, needsKey: true })).toBeUndefined();
  });

  it.each(['0.0.0.0', '::', '192.168.0.1', 'search.internal'])('is accepted by a server on %s', (address) => {
    expect(findForeignHeader(foreign, { ...server, address })).toBeUndefined();
  });

  it.each(['localhost', '127.0.0.1', '127.1.2.3', '::1'])('is refused by a server on %s', (address) => {
    expect(findForeignHeader(foreign, { ...server, address })?.header).toBe('host');
  });
});

describe('the name of an allowed host', () => {
  it.each(['search.internal', 'Search', 'my_host-1', 'a.example.', '10.0.0.1', '[fd00::1]', 'xn--bcher-kva.example'])(
    '"%s" is valid and allows requests to it',
    (name) => {
      expect(requireHostNames(['a', name], 'allowedHosts')).toEqual(['a', name]);
      expect(findForeignHeader({ host: `${name}:80` }, { ...server, allowedHosts: [name] })).toBeUndefined();
    },
  );

  it.each([
    'search.internal:80',
    'http://search.internal',
    'search.internal/',
    '*',
    '*.internal',
    'fd00::1',
    '[fd00::1]:80',
    'bücher.example',
    'a.example,b.example',
    'a.example ',
    '',
  ])('"%s" is rejected, and the message states its index, its value and the valid form', (name) => {
    const refuse = () => requireHostNames(['a', name], 'allowedHosts');
    expect(refuse).toThrow(InvalidArgumentError);
    expect(refuse).toThrow(
      'allowedHosts[1] must be one host name without a scheme, port or path, such as search.internal',
    );
    expect(refuse).toThrow(`but is ${JSON.stringify(name)}.`);
  });

  it('allows requests to it whenever it is valid', () => {
    const names = fc.oneof(
      fc.domain(),
      fc.ipV4(),
      fc.ipV6().map((address) => `[${address}]`),
      fc.webUrl(),
      fc.string(),
    );
    fc.assert(
      fc.property(names, (name) => {
        try {
          requireHostNames([name], 'allowedHosts');
        } catch {
          return;
        }
        expect(findForeignHeader({ host: name }, { ...server, allowedHosts: [name] })).toBeUndefined();
      }),
    );
  });
});
