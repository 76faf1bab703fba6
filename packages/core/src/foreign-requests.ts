import { InvalidArgumentError } from './errors/invalid-argument-error.ts';
import { requireTexts } from './guards/require-texts.ts';

/** Headers of an HTTP request that a browser sets by itself. */
export interface OriginHeaders {
  readonly host?: string | undefined;
  readonly origin?: string | undefined;
}

/** How a server listens, and which hosts and origins it accepts. */
export interface ListeningServer {
  /**
   * The address that it listens on, e.g. `127.0.0.1`. Take it from `server.address()`, because a configured name may also resolve to this machine. Pass
   * that name in `allowedHosts`.
   */
  readonly address: string;
  /** Whether requests need a key. Pages of other sites do not have one. */
  readonly needsKey: boolean;
  /** Further host names that requests may be sent to, besides those of this machine. {@link requireHostNames} checks them. @default none */
  readonly allowedHosts?: readonly string[];
  /** Another origin whose pages may call the server, or `*` for any. @default none */
  readonly allowedOrigin?: string | undefined;
}

/** The header that shows that a request comes from another site, and its value. */
export interface ForeignHeader {
  readonly header: 'host' | 'origin';
  readonly value: string;
}

/**
 * Returns the header that shows that a page of another site sent a request through a browser on this machine.
 *
 * The check applies to servers that listen on a loopback address and need no key; for all others it returns `undefined`. A page has two ways to
 * reach such a server. Its own host name resolves to this machine (DNS rebinding), which shows in `Host`. Or it calls a name of this machine, which
 * shows in `Origin`. Programs send no `Origin`, and a name of this machine as `Host`.
 *
 * @example
 * const server = { address: '127.0.0.1', needsKey: false };
 * findForeignHeader({ host: 'localhost:8080' }, server); // => undefined
 * findForeignHeader({ host: 'evil.example:8080' }, server); // => { header: 'host', value: 'evil.example:8080' }
 */
export function findForeignHeader(
  { host, origin }: OriginHeaders,
  { address, needsKey, allowedHosts = [], allowedOrigin }: ListeningServer,
): ForeignHeader | undefined {
  if (needsKey || !isLoopback(address)) return undefined;
  const name = nameOf(host ?? '');
  const isAllowed = allowedHosts.some((allowed) => allowed.toLowerCase() === name);
  if (host !== undefined && !isAllowed && !isLoopback(name)) return { header: 'host', value: host };
  if (origin === undefined || allowedOrigin === '*' || origin === allowedOrigin) return undefined;
  const own = host?.toLowerCase();
  // An allowed name may be that of a proxy, which may use TLS.
  const isOwn = origin === `http://${own}` || (isAllowed && origin === `https://${own}`);
  return isOwn ? undefined : { header: 'origin', value: origin };
}

/**
 * Checks host names for {@link ListeningServer.allowedHosts} and returns them.
 *
 * @throws {InvalidArgumentError} naming the first that cannot be a `Host`: a name with a scheme, port or path, a pattern such as `*.internal`, an
 *   IPv6 address without brackets, or a name with letters outside ASCII, which browsers send in Punycode.
 *
 * @example
 * requireHostNames(['search.internal', '[fd00::1]'], 'allowedHosts'); // => ['search.internal', '[fd00::1]']
 */
export function requireHostNames(names: readonly string[], parameter: string): readonly string[] {
  for (const [index, value] of requireTexts(names, parameter).entries()) {
    if (/^(?:\[[\da-f:.]+\]|[\w.-]+)$/i.test(value)) continue;
    const expected =
      'one host name without a scheme, port or path, such as search.internal, xn--bcher-kva.example or [fd00::1]';
    throw new InvalidArgumentError({ parameter: `${parameter}[${index}]`, value, expected });
  }
  return names;
}

/** Returns true for an address or name of this machine in any spelling: `localhost`, 127.0.0.0/8 or `::1`. */
function isLoopback(address: string): boolean {
  const host = address.includes(':') && !address.startsWith('[') ? `[${address}]` : address;
  // URLs have one spelling of each address: `127.1` becomes `127.0.0.1`, and an IPv4 address within IPv6 becomes hexadecimal.
  const { hostname = '' } = parseUrl(`http://${host}/`) ?? {};
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\]|\[::ffff:7f[\da-f]{2}:[\da-f]{1,4}\])$/.test(hostname);
}

function parseUrl(url: string): URL | undefined {
  try {
    return new URL(url);
  } catch {
    return undefined;
  }
}

/** Returns the host name in a `Host` header, without the port; an empty string when the header is malformed. */
function nameOf(host: string): string {
  return /^(\[[\da-f:.]+\]|[^\s:/?#@\\[\]]+)(?::\d*)?$/i.exec(host)?.[1]?.toLowerCase() ?? '';
}
