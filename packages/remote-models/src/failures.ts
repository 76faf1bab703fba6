import { isRetryableStatus, withoutSecrets } from '@x/core';

const maxShownCharacters = 300;

const advice: Readonly<Record<number, string>> = {
  401: 'Check the apiKey.',
  403: 'Check the apiKey and its access to the model.',
  404: 'Check the url and the model name.',
  413: 'Lower the batchSize, or shorten the texts.',
  429: 'Send fewer texts at a time, or allow more retries.',
};

const textTooLong =
  'Shorten that text, or let the server truncate it: add the field `truncate: true` if the server supports it.';

const quotaUsedUp = 'The quota of the account is used up: check its plan and its billing.';

/**
 * Returns true when the same request may succeed later. `X-Should-Retry`, with which OpenAI overrules the status, is obeyed. 409 is the answer to a
 * conflict of concurrent requests. An exhausted quota is not retryable.
 *
 * @see https://github.com/openai/openai-node, src/client.ts, `shouldRetry`
 */
export function isRetryableRefusal(status: number, headers: Headers, body: string): boolean {
  const stated = headers.get('x-should-retry');
  if (stated === 'true' || stated === 'false') return stated === 'true';
  return (status === 409 || isRetryableStatus(status)) && !isQuotaUsedUp(status, body);
}

/** Returns a sentence about a requested wait that no retry waits for: it is too long, or the server forbids retries. */
export function unmetWait(
  retryAfterMs: number,
  {
    status,
    isRetryable,
    maxDelayMs,
  }: { readonly status: number; readonly isRetryable: boolean; readonly maxDelayMs: number },
): string | undefined {
  const wait = `The server asks to wait ${retryAfterMs / 1000} s`;
  if (!isRetryable) return status === 429 ? `${wait}.` : undefined;
  return retryAfterMs > maxDelayMs ? `${wait}, more than retry.maxDelayMs (${maxDelayMs}).` : undefined;
}

/**
 * Describes a response with an error status, in the server's own words if it sent any.
 *
 * @param ofRoute Advice for a server that may not know the route.
 * @param wait The sentence of {@link unmetWait}.
 */
export function describeRefusal(
  status: number,
  body: string,
  {
    secrets,
    ofRoute,
    wait,
  }: {
    readonly secrets: readonly string[];
    readonly ofRoute?: string | undefined;
    readonly wait?: string | undefined;
  },
): string {
  // In browsers a redirect that is not followed has the status 0.
  if (status === 0 || (status >= 300 && status < 400)) {
    return `answered with a redirect. Redirects are not followed because they would forward the apiKey. Set url to the address that the redirect points to.`;
  }
  const words = shownWords(wordsIn(body), secrets);
  const sentences = [
    `answered HTTP ${status}${words === '' ? '' : `: ${words}`}`.replace(/\.?$/, '.'),
    isQuotaUsedUp(status, body) ? quotaUsedUp : isOfOneText(status, words) ? textTooLong : (wait ?? advice[status]),
    isOfTheRoute(status, words) ? ofRoute : undefined,
  ];
  return sentences.filter((sentence) => sentence !== undefined).join(' ');
}

/** Returns true when an account has no credit left, which OpenAI answers with the status for too many requests. */
function isQuotaUsedUp(status: number, body: string): boolean {
  return status === 429 && /"(?:code|type)"\s*:\s*"insufficient_quota"/.test(body);
}

/** Returns true when an error concerns one text that is too long, not a batch, request or body that is too large. */
function isOfOneText(status: number, words: string): boolean {
  return status === 413 && /\btokens?\b/i.test(words) && !/\b(?:batch|request|body)\b/i.test(words);
}

/** Returns true when the server does not have the route, or misses a field of the request. */
function isOfTheRoute(status: number, words: string): boolean {
  if (status === 404 || status === 405) return true;
  return (
    (status === 400 || status === 422) && /required|missing|undefined|unknown|unexpected|not permitted/i.test(words)
  );
}

/** Returns a message on one line, without secrets, cut after 300 characters. */
export function shownWords(text: string, secrets: readonly string[]): string {
  const words = withoutSecrets(text, secrets).replaceAll(/\s+/g, ' ').trim();
  return words.length > maxShownCharacters ? `${words.slice(0, maxShownCharacters)}…` : words;
}

/**
 * Returns the message of an error body. Reads the error objects of OpenAI, Ollama, Cohere, vLLM, Jina, FastAPI and TEI.
 * Text that is not JSON is returned unchanged; an HTML page is not shown.
 */
function wordsIn(body: string): string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return /^\s*</.test(body) ? 'a page of HTML' : body.trim();
  }
  return messageIn(parsed) ?? JSON.stringify(parsed);
}

function messageIn(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value)) return messageIn(value[0]);
  for (const key of ['error', 'message', 'detail', 'msg']) {
    const message = messageIn(Reflect.get(value, key));
    if (message !== undefined) return message;
  }
  return undefined;
}
