import { causesOf, withoutSecrets } from '@x/core';

import { shownWords } from './failures.ts';

/** Failures that would repeat on every try: a pattern of the runtime's message, and advice for the user. */
const lasting: readonly (readonly [says: RegExp, advice: string])[] = [
  [/wrong.version.number|packet.length.too.long/i, 'If the server uses plain http, start the url with http://.'],
  [
    /bad port/i,
    'fetch refuses this port because it is reserved for another protocol. Use another port for the server.',
  ],
  [
    /certificate|self.signed/i,
    'Use a server certificate that this machine trusts, or make this machine trust the present one.',
  ],
];

/** Describes why no response arrived, or why it could not be read, and whether a retry may succeed. */
export function describeLostAnswer(
  cause: unknown,
  secrets: readonly string[],
): { readonly message: string; readonly isRetryable: boolean } {
  // Thrown by readText when the response is too long.
  if (cause instanceof RangeError) return { message: shownWords(cause.message, secrets), isRetryable: false };
  const reason = withoutOpenSsl(reasonOf(cause));
  const advice = lasting.find(([says]) => says.test(reason))?.[1];
  const message = `could not be reached: ${shownWords(reason, secrets)}. ${advice ?? 'Is the server running?'}`;
  // fetch reports every network failure as a TypeError.
  return { message, isRetryable: cause instanceof TypeError && advice === undefined };
}

/** Returns the error as a `cause`, unless its text or the text of one of its causes contains a secret. */
export function withoutKeys(cause: unknown, secrets: readonly string[]): { readonly cause?: unknown } {
  const texts = Array.from(causesOf(cause), (error) =>
    error instanceof Error ? `${error.stack} ${error.message}` : String(error),
  );
  return containsSecret(texts.join(' '), secrets) ? {} : { cause };
}

/** Returns whether a text contains a secret, also where it is written as in JSON. */
export function containsSecret(text: string, secrets: readonly string[]): boolean {
  return withoutSecrets(text, secrets) !== text;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  // When a name has several addresses, the failure is an AggregateError with an empty message.
  return cause.message === '' && 'code' in cause ? String(cause.code) : cause.message;
}

/**
 * Shortens an OpenSSL error to the routine and the reason.
 * `80DC:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:ssl3_record.c:350:` becomes `SSL routines: wrong version number`.
 */
function withoutOpenSsl(reason: string): string {
  return reason.replace(/^.*?:?error:[0-9A-F]+:([^:]*):[^:]*:([^:]*):.*$/s, '$1: $2');
}
