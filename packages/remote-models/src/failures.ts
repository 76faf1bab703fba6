import { withoutSecrets } from '@x/core';

const maxShownCharacters = 300;

const advice: Readonly<Record<number, string>> = {
  401: 'Check the apiKey.',
  403: 'Check the apiKey, and whether it may use the model.',
  404: 'Check the url and the name of the model.',
  413: 'Lower the batchSize, or shorten the texts.',
  429: 'Send less at a time, or allow more retries.',
};

const textTooLong =
  'Shorten that text, or let the server cut it, e.g. by the further field `truncate: true` where it knows that.';

/** True for a status after which the same request may succeed. */
export function isRetryableStatus(status: number): boolean {
  return status === 408 || status === 429 || status >= 500;
}

/**
 * What is wrong with an answer whose status is not a success, in the server's own words where it has any.
 *
 * @param ofRoute What to do where the server may not know what it was asked.
 */
export function describeRefusal(
  status: number,
  body: string,
  { secrets, ofRoute }: { readonly secrets: readonly string[]; readonly ofRoute?: string | undefined },
): string {
  // In browsers a redirect that is not followed has no status.
  if (status === 0 || (status >= 300 && status < 400)) {
    return `redirects, which is not followed, because the apiKey would go along. Use the address that it leads to as url.`;
  }
  const words = shownWords(wordsIn(body), secrets);
  const sentences = [
    `answered HTTP ${status}${words === '' ? '' : `: ${words}`}`.replace(/\.?$/, '.'),
    isOfOneText(status, words) ? textTooLong : advice[status],
    isOfTheRoute(status, words) ? ofRoute : undefined,
  ];
  return sentences.filter((sentence) => sentence !== undefined).join(' ');
}

/** True where a text is longer than the model takes; a body, a list or a batch that is too large says so. */
function isOfOneText(status: number, words: string): boolean {
  return status === 413 && /\btokens?\b/i.test(words) && !/\b(?:batch|request|body)\b/i.test(words);
}

/** True where the server has no such route, or misses a field there. */
function isOfTheRoute(status: number, words: string): boolean {
  if (status === 404 || status === 405) return true;
  return (
    (status === 400 || status === 422) && /required|missing|undefined|unknown|unexpected|not permitted/i.test(words)
  );
}

/** What a server or a failure says, on one line, in part where it is long, and without secrets. */
export function shownWords(text: string, secrets: readonly string[]): string {
  const words = withoutSecrets(text, secrets).replaceAll(/\s+/g, ' ').trim();
  return words.length > maxShownCharacters ? `${words.slice(0, maxShownCharacters)}…` : words;
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
