import { InvalidArgumentError } from './errors/invalid-argument-error.ts';
import { requireTexts } from './guards/require-texts.ts';

/** Headers of an HTTP request that a browser sets by itself. */
export interface OriginHeaders {
  readonly host?: string | undefined;
  readonly origin?: string | undefined;
}

/** How a server listens, and whom it knows. */
export interface ListeningServer {
  /** The address or name that it listens on, e.g. `127.0.0.1`. */
  readonly address: string;
  /** Whether requests need a key, which pages of other sites do not have. */
  readonly needsKey: boolean;
  /** Names besides those of this machine that requests may be sent to, as {@link requireHostNames} checks them. @default none */
  readonly allowedHosts?: readonly string[];
  /** An origin besides its own whose pages may call it, or `*`. @default none */
  readonly allowedOrigin?: string | undefined;
}

/** The header that gives a request away as another site's, and what it says. */
export interface ForeignHeader {
  readonly header: 'host' | 'origin';
  readonly value: string;
}

/**
 * Finds the header by which a request was sent by a page of another site, through the browser of a person on this machine.
 *
 * It is about servers that everybody on this machine may use: those that listen on a loopback address and need no key. All others get
 * `undefined`. There a page can call in two ways. It makes a name of its own point at this machine (DNS rebinding), which `Host` tells; or it calls
 * this machine by its own names, which `Origin` tells. Programs send no `Origin`, and a name of this machine as `Host`.
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
  // Another name is that of a proxy, which may speak TLS.
  const isOwn = origin === `http://${own}` || (isAllowed && origin === `https://${own}`);
  return isOwn ? undefined : { header: 'origin', value: origin };
}

/**
 * Checks names that requests may be sent to, as {@link ListeningServer.allowedHosts} takes them, and returns them.
 *
 * @throws {InvalidArgumentError} naming the first that no `Host` can be: one with a scheme, a port or a path, a pattern such as `*.internal`, an IPv6
 *   address without brackets, or a name with letters outside ASCII, which browsers send in Punycode.
 *
 * @example
 * requireHostNames(['search.internal', '[fd00::1]'], 'allowedHosts'); // => ['search.internal', '[fd00::1]']
 */
export function requireHostNames(names: readonly string[], parameter: string): readonly string[] {
  for (const [index, value] of requireTexts(names, parameter).entries()) {
    if (/^(?:\[[\da-f:.]+\]|[\w.-]+)$/i.test(value)) continue;
    const expected =
      'the name of one host without scheme, port and path, such as search.internal, xn--bcher-kva.example or [fd00::1]';
    throw new InvalidArgumentError({ parameter: `${parameter}[${index}]`, value, expected });
  }
  return names;
}

/** Whether an address, or a name, is this machine's own: `localhost`, 127.0.0.0/8 or `::1`. */
function isLoopback(address: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|::1|\[::1\])$/i.test(address);
}

/** The name in a `Host` header, without its port; empty for what is no name. */
function nameOf(host: string): string {
  return /^(\[[\da-f:.]+\]|[^\s:/?#@\\[\]]+)(?::\d*)?$/i.exec(host)?.[1]?.toLowerCase() ?? '';
}
