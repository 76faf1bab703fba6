import { withoutSecrets } from '@x/core';

const maxShownCharacters = 300;

const advice: Readonly<Record<number, string>> = {
  401: 'Check the apiKey.',
  403: 'Check the apiKey, and whether it may use the model.',
  404: 'Check the url and the name of the model.',
  413: 'Lower the batchSize, or shorten the texts.',
  429: 'Send less at a time, or allow more retries.',
};

/** True for a status after which the same request may succeed. */
export function isRetryableStatus(status: number): boolean {
  return status === 408 || status === 429 || status >= 500;
}

/** What is wrong with an answer whose status is not a success, in the server's own words where it has any. */
export function describeRefusal(status: number, body: string, secrets: readonly string[]): string {
  // In browsers a redirect that is not followed has no status.
  if (status === 0 || (status >= 300 && status < 400)) {
    return `redirects, which is not followed, because the apiKey would go along. Use the address that it leads to as url.`;
  }
  const words = clip(withoutSecrets(wordsIn(body), secrets));
  return [`answered HTTP ${status}${words === '' ? '' : `: ${words}`}`.replace(/\.?$/, '.'), advice[status]]
    .filter((sentence) => sentence !== undefined)
    .join(' ');
}

/** Why no answer came, or none that could be read. */
export function describeFailure(cause: unknown, secrets: readonly string[]): string {
  // Of an answer that is too long.
  if (cause instanceof RangeError) return clip(withoutSecrets(cause.message, secrets));
  return `could not be reached: ${clip(withoutSecrets(reasonOf(cause), secrets))}. Is the server running?`;
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

/** The message within the error objects of OpenAI, Ollama, Cohere, vLLM, Jina, FastAPI and TEI; a text that is no JSON as it is; nothing of HTML. */
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

function clip(text: string): string {
  return text.length > maxShownCharacters ? `${text.slice(0, maxShownCharacters)}…` : text;
}
