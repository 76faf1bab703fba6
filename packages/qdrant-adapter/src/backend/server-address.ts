import { InvalidArgumentError, requireInteger } from '@x/core';

const defaultPort = 6333;

/** The address of a server, in the form that the official client takes. */
export interface ServerAddress {
  /** Scheme and host only, e.g. `https://example.org`. */
  readonly origin: string;
  /** null means the default port of the scheme. */
  readonly port: number | null;
  /** The path prefix of every request, without a trailing slash; may be empty. */
  readonly prefix: string;
}

/**
 * Splits the URL of a server. A port in the URL takes precedence over `port`, even when it is the scheme's default port, which `URL` drops. Without
 * either, the port is Qdrant's 6333. A path becomes the prefix of every request.
 *
 * @throws {InvalidArgumentError} when the URL is not http(s), or has a user name, a query or a fragment.
 * @example
 * parseServerAddress('https://example.org:443/qdrant/');
 * // => { origin: 'https://example.org', port: 443, prefix: '/qdrant' }
 */
export function parseServerAddress(url: string, port: number | null = defaultPort): ServerAddress {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || (parsed.protocol !== 'http:' && parsed.protocol !== 'https:')) {
    const expected = "a URL that starts with http:// or https:// (or ':memory:', or { path: './folder' } for a folder)";
    throw new InvalidArgumentError({ parameter: 'url', value: url, expected });
  }
  if (parsed.username !== '' || parsed.password !== '') {
    throw refused('free of a user name and password: use apiKey or headers instead');
  }
  if (parsed.search !== '' || parsed.hash !== '') throw refused('free of a query and a fragment');
  if (port !== null) requireInteger(port, 'port', { min: 1, max: 65_535 });
  return {
    origin: `${parsed.protocol}//${parsed.hostname}`,
    port: portIn(url) ?? port,
    prefix: parsed.pathname.replace(/\/+$/, ''),
  };
}

/** Returns the port as written in the URL, because `URL` drops `:443` and `:80`. */
function portIn(url: string): number | undefined {
  const written = /^https?:\/\/(?:\[[^\]]*\]|[^/:?#]*):(\d+)/i.exec(url.trim())?.[1];
  return written === undefined ? undefined : Number(written);
}

// The value may hold a secret, so it is not shown.
function refused(expected: string): InvalidArgumentError {
  return new InvalidArgumentError({ parameter: 'url', value: '(hidden)', expected });
}
