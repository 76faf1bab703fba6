import { shownWords } from './failures.ts';

/** Failures that come again with every try: what the runtime says of them, and what to do. */
const lasting: readonly (readonly [says: RegExp, advice: string])[] = [
  [/wrong.version.number|packet.length.too.long/i, 'If the server speaks plain http, begin the url with http://.'],
  [/bad port/i, 'fetch refuses this port, which belongs to another protocol: let the server listen at another one.'],
  [
    /certificate|self.signed/i,
    'Give the server a certificate that this machine trusts, or have this machine trust it.',
  ],
];

/** Why no answer came, or none that could be read, and whether a further try may get one. */
export function describeLostAnswer(
  cause: unknown,
  secrets: readonly string[],
): { readonly message: string; readonly isRetryable: boolean } {
  // Of an answer that is too long.
  if (cause instanceof RangeError) return { message: shownWords(cause.message, secrets), isRetryable: false };
  const reason = withoutOpenSsl(reasonOf(cause));
  const advice = lasting.find(([says]) => says.test(reason))?.[1];
  const message = `could not be reached: ${shownWords(reason, secrets)}. ${advice ?? 'Is the server running?'}`;
  // Fetch reports every failure of the network as a TypeError.
  return { message, isRetryable: cause instanceof TypeError && advice === undefined };
}

/** What failed, as the `cause` of an error, unless a secret is in it. */
export function withoutKeys(cause: unknown, secrets: readonly string[]): { readonly cause?: unknown } {
  const shown = cause instanceof Error ? `${cause.stack} ${reasonOf(cause)}` : String(cause);
  return secrets.some((secret) => shown.includes(secret)) ? {} : { cause };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  // Several addresses of one name fail as an AggregateError, whose message is empty.
  return cause.message === '' && 'code' in cause ? String(cause.code) : cause.message;
}

/** `80DC:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:ssl3_record.c:350:` says where in OpenSSL it failed: only why is told. */
function withoutOpenSsl(reason: string): string {
  return reason.replace(/^.*?:?error:[0-9A-F]+:([^:]*):[^:]*:([^:]*):.*$/s, '$1: $2');
}
