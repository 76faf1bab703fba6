import { isRetryableStatus, retryAfterIn, XError } from '@x/core';
import type { Clock } from './clock.ts';
import { explainStatus, isInvalidToken } from './explain-status.ts';
import { type Answer, followRedirects, withoutQuery } from './follow-redirects.ts';
import { rateLimitResetIn } from './rate-limit.ts';
import { type Attempt, type Failure, retry, type HubRetryLimits } from './retry.ts';
import { createStallWatch, type StallWatch } from './stall-watch.ts';

/** Options of {@link createHubClient}. */
export interface HubClientOptions {
  readonly repository: string;
  readonly endpoint: string;
  readonly token: string | undefined;
  /** Where the token comes from, for messages. */
  readonly tokenPlace?: string | undefined;
  readonly fetch: typeof globalThis.fetch;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly policy: HubRetryLimits;
  readonly stallTimeoutMs: number;
}

/** A response whose content has not been read yet. */
export interface OpenAnswer extends Pick<Answer, 'linkedEtag' | 'directEtag'> {
  readonly status: number;
  readonly headers: Headers;
  /** The content, which can be read once. It fails with a {@link BrokenBody} when it breaks off or stalls. */
  readonly blocks: AsyncIterable<Uint8Array>;
  /** Ends the request without reading the content. */
  cancel(): Promise<void>;
}

/** States how the content broke off. Never leaves the package. */
export class BrokenBody extends Error {
  override get name(): string {
    return 'BrokenBody';
  }
}

/** A client for requests about one repository. */
export interface HubClient extends Pick<HubClientOptions, 'signal' | 'clock' | 'policy'> {
  /** For small responses of at most 16 MiB. They are read completely, so that a broken one is requested again. Resolves only for success. */
  readonly fetch: typeof globalThis.fetch;
  /** Requests a file once. The caller retries, because it knows where to continue. A status below 300, or 416, is a result. */
  open(url: string, headers: Readonly<Record<string, string>>): Promise<Attempt<OpenAnswer>>;
}

/** Creates a client that sends the token only to addresses below the endpoint, and gives up on connections that stall. */
export function createHubClient(options: HubClientOptions): HubClient {
  const { signal, clock, policy } = options;
  const open = (url: string, init: RequestInit): Promise<Attempt<OpenAnswer>> => exchange(url, init, options);
  return {
    signal,
    clock,
    policy,
    open: (url, headers) => open(url, { headers }),
    fetch: (input, init = {}) => {
      const url = input instanceof Request ? input.url : String(input);
      return retry(async () => readWhole(url, await open(url, init), signal), options);
    },
  };
}

async function exchange(url: string, init: RequestInit, options: HubClientOptions): Promise<Attempt<OpenAnswer>> {
  const { endpoint, token, fetch, signal, clock } = options;
  const watch = createStallWatch(signal, { clock, timeoutMs: options.stallTimeoutMs });
  const headersFor = (address: string): Headers => {
    const headers = new Headers(init.headers);
    // The bytes of the file are counted and hashed, not those of a compressed form.
    headers.set('accept-encoding', 'identity');
    if (token !== undefined && address.startsWith(`${endpoint}/`)) headers.set('authorization', `Bearer ${token}`);
    return headers;
  };
  watch.start();
  let isHandedOver = false;
  try {
    const answer = await followRedirects(url, { init: { ...init, signal: watch.signal }, headersFor, fetch });
    if ('error' in answer) return answer;
    const { response, linkedEtag, directEtag } = answer;
    const { status, headers } = response;
    if (response.ok || status === 416) {
      isHandedOver = true;
      const blocks = watchedBlocks(response.body, watch, signal);
      const cancel = async (): Promise<void> => {
        // A generator that was never started does not run its own clean-up.
        watch[Symbol.dispose]();
        await response.body?.cancel().catch(() => undefined);
      };
      return { result: { status, headers, linkedEtag, directEtag, blocks, cancel } };
    }
    await response.body?.cancel().catch(() => undefined);
    return { error: failureOf(answer.url, response, options) };
  } catch (cause) {
    signal.throwIfAborted();
    if (XError.isInstance(cause)) throw cause;
    const what = watch.isStalled ? 'does not respond' : 'could not be reached';
    const message = `${endpoint} ${what}. Check the connection and proxy, or set HF_ENDPOINT to a mirror.`;
    return { error: { url: withoutQuery(url), message, cause, isRetryable: true } };
  } finally {
    if (!isHandedOver) watch[Symbol.dispose]();
  }
}

function failureOf(url: string, { status, headers }: Response, options: HubClientOptions): Failure {
  const { repository, clock, tokenPlace } = options;
  const errorCode = headers.get('x-error-code');
  const errorMessage = headers.get('x-error-message');
  const resetInMs = status === 429 ? rateLimitResetIn(headers) : undefined;
  const retryAfterMs = resetInMs ?? retryAfterIn(headers, clock.now());
  return {
    url: withoutQuery(url),
    status,
    message: explainStatus({ status, repository, errorCode, errorMessage, retryAfterMs, tokenPlace }),
    // What distinguishes an invalid token from a repository that does not exist.
    cause: isInvalidToken(status, errorMessage) ? new Error(errorMessage ?? '') : undefined,
    isRetryable: isRetryableStatus(status),
    retryAfterMs,
  };
}

/** A sender with fewer bytes than this per stall timeout counts as stalled. Otherwise a download of single bytes might never end. */
const minBytesPerStall = 1024;

/** Yields the blocks. The watch runs only while waiting for them, not while the caller writes them to disk. */
async function* watchedBlocks(
  body: Response['body'],
  watch: StallWatch,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  using _ = watch;
  const reader = body?.getReader();
  try {
    for (let received = minBytesPerStall; ;) {
      if (received >= minBytesPerStall) {
        received = 0;
        watch.start();
      }
      const { done, value } = (await reader?.read()) ?? { done: true };
      if (done) return;
      received += value.byteLength;
      if (received >= minBytesPerStall) watch.stop();
      yield value;
    }
  } catch (cause) {
    signal.throwIfAborted();
    throw new BrokenBody(watch.isStalled ? 'The connection stalled' : 'The connection broke', { cause });
  } finally {
    await reader?.cancel().catch(() => undefined);
  }
}

/** The hub lists at most 1,000 files per page, which take a few hundred kilobytes. */
const maxAnswerMebibytes = 16;

async function readWhole(url: string, attempt: Attempt<OpenAnswer>, signal: AbortSignal): Promise<Attempt<Response>> {
  if ('error' in attempt) return attempt;
  const { status, headers, blocks } = attempt.result;
  try {
    const parts: Uint8Array[] = [];
    let bytes = 0;
    for await (const block of blocks) {
      bytes += block.byteLength;
      if (bytes > maxAnswerMebibytes * 2 ** 20) {
        const message = `The response has more than ${maxAnswerMebibytes} MiB, which is the limit. Check the endpoint, and whether another server responds there.`;
        return { error: { url: withoutQuery(url), message, isRetryable: false } };
      }
      parts.push(block);
    }
    return { result: new Response(status === 204 ? null : Buffer.concat(parts), { status, headers }) };
  } catch (cause) {
    signal.throwIfAborted();
    if (!(cause instanceof BrokenBody)) throw cause;
    const message = `${cause.message} before the response was complete. Check the connection.`;
    return { error: { url: withoutQuery(url), message, cause: cause.cause, isRetryable: true } };
  }
}
