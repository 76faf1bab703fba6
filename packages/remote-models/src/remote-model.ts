import {
  createRetryPolicy,
  followSignal,
  InvalidArgumentError,
  isPlainObject,
  type OptionKinds,
  type Outcome,
  RemoteModelError,
  type RemoteModelErrorFacts,
  requireFilledText,
  requireInteger,
  requireTimeout,
  retryAfterIn,
  type RetryOptions,
  type RetryPolicy,
  serverHeaders,
  untilAborted,
  withRetries,
} from '@x/core';

import { describeRefusal, isRetryableRefusal, unmetWait } from './failures.ts';
import { containsSecret, describeLostAnswer, withoutKeys } from './lost-answers.ts';
import { readText } from './read-text.ts';

/** Where a model is served, and how to send requests to it. */
export interface RemoteModelOptions {
  /**
   * Address of the API, e.g. `https://api.openai.com/v1`. The route is appended unless the address ends with it. The query string is
   * sent with every request and never shown in errors.
   */
  readonly url: string;
  /** Name of the model on the server. */
  readonly model: string;
  /** Sent as `Authorization: Bearer`; never shown in errors. @default none */
  readonly apiKey?: string;
  /** Additional headers of every request; their values are never shown in errors. @default none */
  readonly headers?: Readonly<Record<string, string>>;
  /** Allows sending the apiKey to another machine over plain http, where anyone on the network path can read it. @default false */
  readonly allowInsecureApiKey?: boolean;
  /** Texts per request, at least 1. @default see the class */
  readonly batchSize?: number;
  /** Maximum number of concurrent requests per call, at least 1. @default 4 */
  readonly maxConcurrency?: number;
  /** Timeout of each try of a request, 1 to 2147483647 milliseconds. @default 60000 */
  readonly timeoutMs?: number;
  /** When and how often a failed request is retried. @default 3 times, the first within 250 ms */
  readonly retry?: RetryOptions;
  /** Replaces the global `fetch`. @default the global one */
  readonly fetch?: typeof globalThis.fetch;
}

/** Kinds of the options. Those of kind `any` have their own checks, which show no secrets. */
export const remoteModelKinds: OptionKinds<RemoteModelOptions> = {
  url: 'text',
  model: 'text',
  apiKey: 'any',
  headers: 'any',
  allowInsecureApiKey: 'boolean',
  batchSize: 'number',
  maxConcurrency: 'number',
  timeoutMs: 'number',
  retry: 'object',
  fetch: 'function',
};

/** Creates the error for a failed request; `message` continues `The model "m" at https://host/v1/embeddings`. */
export type FailRequest = (
  message: string,
  facts?: Pick<RemoteModelErrorFacts, 'status' | 'isRetryable' | 'retryAfterMs' | 'cause'>,
) => RemoteModelError;

/** State of one request. */
interface Sending {
  readonly signal: AbortSignal | undefined;
  readonly failure: FailRequest;
}

/** A route of a server that runs one model. */
export class RemoteModel {
  readonly modelName: string;
  readonly maxConcurrency: number;
  readonly #address: URL;
  readonly #headers = new Headers({ 'content-type': 'application/json', accept: 'application/json' });
  readonly #secrets: readonly string[];
  readonly #advice: string | undefined;
  readonly #timeoutMs: number;
  readonly #retryPolicy: RetryPolicy;
  readonly #fetch: typeof globalThis.fetch;

  /**
   * @param advice Added to errors when the server may not know the route or may expect another request format.
   * @throws {InvalidArgumentError} when an option cannot be used.
   */
  constructor(
    { url, model, apiKey, headers, allowInsecureApiKey, ...options }: Omit<RemoteModelOptions, 'batchSize'>,
    route: string,
    advice?: string,
  ) {
    this.#advice = advice;
    this.#address = routeAddress(url, route);
    this.modelName = requireFilledText(model, 'model');
    const key = { apiKey, keyHeader: 'authorization', keyPrefix: 'Bearer ' };
    const sent = serverHeaders({ origin: this.#address.origin, ...key, headers, allowInsecureApiKey });
    for (const [name, value] of Object.entries(sent.headers)) this.#headers.set(name, value);
    this.#secrets = [...secretsIn(this.#address), ...sent.secrets];
    const { maxConcurrency = 4, timeoutMs = 60_000, retry, fetch = globalThis.fetch } = options;
    this.maxConcurrency = requireInteger(maxConcurrency, 'maxConcurrency', { min: 1 });
    this.#timeoutMs = requireTimeout(timeoutMs, 'timeoutMs');
    this.#retryPolicy = createRetryPolicy(retry);
    this.#fetch = fetch;
  }

  /**
   * Sends a request, with retries, and returns the parsed JSON response.
   *
   * @throws {RemoteModelError} when the server refuses the request or keeps failing, or its response is not JSON.
   */
  async post(body: object, sending: Sending): Promise<unknown> {
    const text = JSON.stringify(body);
    return withRetries(() => this.#attempt(text, sending), this.#retryPolicy, sending.signal);
  }

  readonly failure: FailRequest = (message, facts) => {
    const { origin, pathname } = this.#address;
    return new RemoteModelError({ message, model: this.modelName, url: `${origin}${pathname}`, ...facts });
  };

  async #attempt(body: string, { signal, failure }: Sending): Promise<Outcome<unknown>> {
    signal?.throwIfAborted();
    using own = followSignal(signal, { timeoutMs: this.#timeoutMs });
    try {
      // If fetch followed a redirect, it would forward the apiKey to the redirect's target.
      const init = { method: 'POST', headers: this.#headers, body, redirect: 'manual', signal: own.signal } as const;
      // A `fetch` of the caller may ignore the signal.
      const { response, text } = await untilAborted(this.#exchange(init), own.signal);
      return response.ok ? this.#parse(text, failure) : this.#refused(response, text, failure);
    } catch (cause) {
      if (signal?.aborted) throw signal.reason;
      return this.#failed(cause, own.isTimedOut, failure);
    }
  }

  async #exchange(init: RequestInit): Promise<{ response: Response; text: string }> {
    const fetch = this.#fetch;
    const response = await fetch(this.#address, init);
    return { response, text: await readText(response) };
  }

  #parse(text: string, failure: FailRequest): Outcome<unknown> {
    let result: unknown;
    try {
      result = JSON.parse(text);
    } catch (cause) {
      const message = 'did not answer with JSON. Check the url: another service may be answering there.';
      // The error quotes the text, and may quote a part of a key.
      const shownCause = containsSecret(text, this.#secrets) ? {} : { cause };
      return { error: failure(message, shownCause), isRetryable: false };
    }
    // Some gateways report a backend's failure with a success status, and success with `"error": false`.
    if (!isPlainObject(result) || !result['error']) return { result };
    return { error: failure(describeRefusal(200, text, { secrets: this.#secrets })), isRetryable: false };
  }

  #refused({ status, headers }: Response, text: string, failure: FailRequest): Outcome<never> {
    const isRetryable = isRetryableRefusal(status, headers, text);
    const { maxDelayMs, now } = this.#retryPolicy;
    const retryAfterMs = retryAfterIn(headers, now());
    const wait = retryAfterMs === undefined ? undefined : unmetWait(retryAfterMs, { status, isRetryable, maxDelayMs });
    const message = describeRefusal(status, text, { secrets: this.#secrets, ofRoute: this.#advice, wait });
    return { error: failure(message, { status, isRetryable, retryAfterMs }), isRetryable, retryAfterMs };
  }

  #failed(cause: unknown, isTimedOut: boolean, failure: FailRequest): Outcome<never> {
    const late = `did not answer within ${this.#timeoutMs} ms. Is it overloaded? Raise timeoutMs if it needs longer.`;
    const { message, isRetryable } = isTimedOut
      ? { message: late, isRetryable: true }
      : describeLostAnswer(cause, this.#secrets);
    return { error: failure(message, { isRetryable, ...withoutKeys(cause, this.#secrets) }), isRetryable };
  }
}

/** @throws {InvalidArgumentError} when the address is not http(s), or contains a user name or password. */
function routeAddress(url: string, route: string): URL {
  const address = URL.canParse(url) ? new URL(url) : undefined;
  if (address === undefined || !/^https?:$/.test(address.protocol) || address.username + address.password !== '') {
    const value = typeof url !== 'string' ? url : url.includes('@') ? '(hidden)' : url.replace(/[?#].*$/s, '');
    const expected = 'an http or https address, without a user name and password';
    const advice = 'For credentials, use apiKey or headers.';
    throw new InvalidArgumentError({ parameter: 'url', value, expected, advice });
  }
  const path = address.pathname.replace(/\/+$/, '');
  address.pathname = path.endsWith(route) ? path : `${path}${route}`;
  return address;
}

// Short values, such as `v=1`, are not secrets, and hiding them would garble messages.
const shortestSecret = 6;

/** Returns the query of an address and its values as they are written and as they are meant, longest first. */
function secretsIn({ search, searchParams }: URL): string[] {
  const written = search
    .slice(1)
    .split('&')
    .map((pair) => pair.slice(pair.indexOf('=') + 1));
  const found = new Set([search.slice(1), ...written, ...searchParams.values()]);
  return [...found].filter(({ length }) => length >= shortestSecret).toSorted((a, b) => b.length - a.length);
}
