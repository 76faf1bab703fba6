import { InvalidArgumentError } from '../errors/invalid-argument-error.ts';
import { isPlainObject } from '../guards/is-plain-object.ts';
import { wrongType } from '../guards/wrong-type.ts';

/** Headers of every request, and the parts of them that must never be shown. */
export interface ServerHeaders {
  readonly headers: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
}

/** Options of {@link serverHeaders}. */
export interface ServerHeadersOptions {
  /** Scheme and host of the server, e.g. `https://example.org`. */
  readonly origin: string;
  readonly apiKey?: string | undefined;
  /** Name of the header that carries the key. */
  readonly keyHeader: string;
  /** Text before the key in that header, e.g. `Bearer `. @default '' */
  readonly keyPrefix?: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly allowInsecureApiKey?: boolean | undefined;
}

/**
 * Returns the headers of every request to a server. Its errors never show a header value.
 *
 * @throws {InvalidArgumentError} when a header name or value is invalid, or the key would be sent unencrypted to another machine.
 * @example
 * serverHeaders({ origin: 'https://example.org', apiKey, keyHeader: 'authorization', keyPrefix: 'Bearer ' });
 */
export function serverHeaders({
  origin,
  apiKey,
  keyHeader,
  keyPrefix = '',
  headers = {},
  allowInsecureApiKey = false,
}: ServerHeadersOptions): ServerHeaders {
  if (!isPlainObject(headers)) {
    throw wrongType(headers, 'headers', 'an object with a string for each header');
  }
  for (const [name, value] of Object.entries(headers)) {
    requireHeaderName(name);
    requireHeaderValue(value, `headers["${name}"]`);
  }
  if (apiKey === undefined) return { headers: { ...headers }, secrets: Object.values(headers).filter(isWorthHiding) };
  requireHeaderValue(apiKey, 'apiKey');
  if (!allowInsecureApiKey && origin.startsWith('http:') && !isThisMachine(origin)) {
    throw new InvalidArgumentError({
      parameter: 'url',
      value: origin,
      expected: 'an https:// URL',
      advice: 'The apiKey would be sent unencrypted. Set allowInsecureApiKey: true to allow that.',
    });
  }
  const value = keyPrefix + apiKey;
  // The header's value comes first because it contains the key: replacing the key first would leave the rest of the value visible.
  const secrets = [...new Set([value, apiKey, ...Object.values(headers)])].filter(isWorthHiding);
  return { headers: { ...headers, [keyHeader]: value }, secrets };
}

/** Replaces every secret in the text with `(hidden)`, also where it is written as in JSON. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  const spellings = secrets.flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)]);
  return spellings.reduce((shown, secret) => shown.replaceAll(secret, '(hidden)'), text);
}

// Short values, such as `x-tenant: 7`, are not secrets, and hiding them would garble messages.
function isWorthHiding(value: string): boolean {
  return value.length >= 6;
}

/** @see RFC 9110, section 5.6.2: a header name is a token */
function requireHeaderName(name: string): void {
  if (/^[!#$%&'*+.^_`|~0-9a-z-]+$/i.test(name)) return;
  const expected = 'an ASCII header name without spaces or separators, such as x-tenant';
  throw new InvalidArgumentError({ parameter: 'name in headers', value: name, expected });
}

function requireHeaderValue(value: unknown, parameter: string): void {
  if (typeof value === 'string' && value !== '' && /^[\t\x20-\x7e]+$/.test(value)) return;
  const expected = 'a string of printable ASCII characters';
  if (typeof value !== 'string') throw wrongType(value, parameter, expected);
  // An empty value has nothing to hide.
  const advice = /[\r\n]$/.test(value) && { advice: 'It ends with a line break, as if read from a file: trim it.' };
  throw new InvalidArgumentError({ parameter, value: value === '' ? '' : '(hidden)', expected, ...advice });
}

function isThisMachine(origin: string): boolean {
  const { hostname } = new URL(origin);
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
