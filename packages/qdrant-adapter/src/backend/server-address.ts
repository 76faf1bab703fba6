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
    const expected = 'a URL that starts with http:// or https://';
    const advice = "For a collection in memory or in a folder, pass ':memory:' or { path: './folder' }.";
    // A password or a query is not shown, even if the text is not a valid URL.
    const value = typeof url !== 'string' ? url : url.includes('@') ? '(hidden)' : url.replace(/[?#].*$/s, '');
    throw new InvalidArgumentError({ parameter: 'url', value, expected, advice });
  }
  if (parsed.username !== '' || parsed.password !== '') {
    throw refused('a user name or password', 'Use apiKey or headers instead.');
  }
  if (parsed.search !== '' || parsed.hash !== '') throw refused('a query or a fragment', 'Remove it.');
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
function refused(part: string, advice: string): InvalidArgumentError {
  const facts = { parameter: 'url', value: '(hidden)', expected: `a URL without ${part}` };
  return new InvalidArgumentError({ ...facts, problem: () => `url contains ${part}.`, advice });
}
