import { retryAfterIn, XError } from '@x/core';
import type { Clock } from './clock.ts';
import { explainStatus, isTransientStatus } from './explain-status.ts';
import { followRedirects, withoutQuery } from './follow-redirects.ts';
import { type Attempt, type Failure, retry, type RetryPolicy } from './retry.ts';
import { createStallWatch, type StallWatch } from './stall-watch.ts';

/** What every request to the hub works with. */
export interface HubClientOptions {
  readonly repository: string;
  readonly endpoint: string;
  readonly token: string | undefined;
  readonly fetch: typeof globalThis.fetch;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly policy: RetryPolicy;
  readonly stallTimeoutMs: number;
}

/** An answer whose content has yet to come. */
export interface OpenAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly etag: string | undefined;
  /** The content, once; fails with a {@link BrokenBody} when it stops or stalls. */
  readonly blocks: AsyncIterable<Uint8Array>;
  /** Ends the request, for those who do not want the content. */
  cancel(): Promise<void>;
}

/** Says how content stopped coming. Never leaves the package. */
export class BrokenBody extends Error {
  override get name(): string {
    return 'BrokenBody';
  }
}

/** Requests for one repository. */
export interface HubClient extends Pick<HubClientOptions, 'signal' | 'clock' | 'policy'> {
  /** For small answers, of at most 16 MiB: they are read whole, so that one that breaks is asked for again. Resolves with successful ones only. */
  readonly fetch: typeof globalThis.fetch;
  /** One try at a file; the caller repeats it, since it knows from where to go on. A status below 300, or 416, is a value. */
  open(url: string, headers: Readonly<Record<string, string>>): Promise<Attempt<OpenAnswer>>;
}

/** A client that sends the token to addresses below the endpoint alone, and gives up on whoever stays silent. */
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
    // What is counted and hashed are the bytes of the file, not of their compressed form.
    headers.set('accept-encoding', 'identity');
    if (token !== undefined && address.startsWith(`${endpoint}/`)) headers.set('authorization', `Bearer ${token}`);
    return headers;
  };
  watch.start();
  let isHandedOver = false;
  try {
    const answer = await followRedirects(url, { init: { ...init, signal: watch.signal }, headersFor, fetch });
    if ('failure' in answer) return answer;
    const { response, etag } = answer;
    const { status, headers } = response;
    if (response.ok || status === 416) {
      isHandedOver = true;
      const blocks = watchedBlocks(response.body, watch, signal);
      const cancel = async (): Promise<void> => {
        // A generator that was never begun runs no clean-up of its own.
        watch[Symbol.dispose]();
        await response.body?.cancel().catch(() => undefined);
      };
      return { value: { status, headers, etag, blocks, cancel } };
    }
    await response.body?.cancel().catch(() => undefined);
    return { failure: failureOf(answer.url, response, options) };
  } catch (cause) {
    signal.throwIfAborted();
    if (XError.isInstance(cause)) throw cause;
    const what = watch.isStalled ? 'does not answer' : 'could not be reached';
    const message = `${endpoint} ${what}. Check the connection and proxy, or set HF_ENDPOINT to a mirror.`;
    return { failure: { url: withoutQuery(url), message, cause, isTransient: true } };
  } finally {
    if (!isHandedOver) watch[Symbol.dispose]();
  }
}

function failureOf(url: string, { status, headers }: Response, { repository, clock }: HubClientOptions): Failure {
  return {
    url: withoutQuery(url),
    status,
    message: explainStatus(status, headers.get('x-error-code'), repository),
    isTransient: isTransientStatus(status),
    retryAfterMs: retryAfterIn(headers, clock.now()),
  };
}

/** A sender that is slower than this in the time of a stall counts as silent: one byte now and then would never end. */
const minBytesPerStall = 1024;

/** The blocks, with the watch running only while we wait for them, not while they are written to a disk. */
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

/** A page of 1,000 files has a few hundred kilobytes, and the hub lists no more at once. */
const maxAnswerMebibytes = 16;

async function readWhole(url: string, attempt: Attempt<OpenAnswer>, signal: AbortSignal): Promise<Attempt<Response>> {
  if ('failure' in attempt) return attempt;
  const { status, headers, blocks } = attempt.value;
  try {
    const parts: Uint8Array[] = [];
    let bytes = 0;
    for await (const block of blocks) {
      bytes += block.byteLength;
      if (bytes > maxAnswerMebibytes * 2 ** 20) {
        const message = `The answer has more than ${maxAnswerMebibytes} MiB, the most that is read of one. Check the endpoint, and whether something else answers there.`;
        return { failure: { url: withoutQuery(url), message, isTransient: false } };
      }
      parts.push(block);
    }
    return { value: new Response(status === 204 ? null : Buffer.concat(parts), { status, headers }) };
  } catch (cause) {
    signal.throwIfAborted();
    if (!(cause instanceof BrokenBody)) throw cause;
    const message = `${cause.message} before the answer was complete. Check the connection.`;
    return { failure: { url: withoutQuery(url), message, cause: cause.cause, isTransient: true } };
  }
}
