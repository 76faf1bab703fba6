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
  retryAfterIn,
  type RetryOptions,
  type RetryPolicy,
  serverHeaders,
  withRetries,
} from '@x/core';

import { describeRefusal, isRetryableStatus } from './failures.ts';
import { describeLostAnswer, withoutKeys } from './lost-answers.ts';
import { readText } from './read-text.ts';

/** Where a model is served, and how to ask for it. */
export interface RemoteModelOptions {
  /**
   * Address of the API, e.g. `https://api.openai.com/v1`; the route is added where the address does not end with it. Its query is sent along
   * and shown in no error.
   */
  readonly url: string;
  /** The model's name, as the server knows it. */
  readonly model: string;
  /** Sent as `Authorization: Bearer`; no error shows it. @default none */
  readonly apiKey?: string;
  /** Further headers of every request; no error shows their values. @default none */
  readonly headers?: Readonly<Record<string, string>>;
  /** Send the apiKey over plain http to another machine, where anyone on the way can read it. @default false */
  readonly allowInsecureApiKey?: boolean;
  /** Texts of one request, at least 1. @default see the class */
  readonly batchSize?: number;
  /** Requests of one call that are under way at the same time, at least 1. @default 4 */
  readonly maxConcurrency?: number;
  /** How long one try of a request may take, 1 to 2147483647 milliseconds. @default 60000 */
  readonly timeoutMs?: number;
  /** When and how often a request is sent again. @default 3 times, at first within 250 ms */
  readonly retry?: RetryOptions;
  /** @default the global one */
  readonly fetch?: typeof globalThis.fetch;
}

/** The kinds of the settings; those of any kind have checks of their own, which show no secrets. */
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

/** Makes what is thrown when a request fails; `message` goes on after `The model "m" at https://host/v1/embeddings`. */
export type FailRequest = (
  message: string,
  facts?: Pick<RemoteModelErrorFacts, 'status' | 'isRetryable' | 'retryAfterMs' | 'cause'>,
) => RemoteModelError;

/** One request, as it is under way. */
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
   * @param advice What to do where a server may not know the route, or be spoken to in another way.
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
    this.#secrets = sent.secrets;
    const { maxConcurrency = 4, timeoutMs = 60_000, retry, fetch = globalThis.fetch } = options;
    this.maxConcurrency = requireInteger(maxConcurrency, 'maxConcurrency', { min: 1 });
    this.#timeoutMs = requireInteger(timeoutMs, 'timeoutMs', { min: 1, max: 2 ** 31 - 1 });
    this.#retryPolicy = createRetryPolicy(retry);
    this.#fetch = fetch;
  }

  /**
   * The answer to a request, as JSON.
   *
   * @throws {RemoteModelError} when the server refuses or fails it for good, or answers no JSON.
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
      // A redirect that fetch followed would take the apiKey along, to wherever it leads.
      const init = { method: 'POST', headers: this.#headers, body, redirect: 'manual', signal: own.signal } as const;
      const fetch = this.#fetch;
      const response = await fetch(this.#address, init);
      const text = await readText(response);
      return response.ok ? this.#parse(text, failure) : this.#refused(response, text, failure);
    } catch (cause) {
      if (signal?.aborted) throw signal.reason;
      return this.#failed(cause, own.isTimedOut, failure);
    }
  }

  #parse(text: string, failure: FailRequest): Outcome<unknown> {
    let result: unknown;
    try {
      result = JSON.parse(text);
    } catch (cause) {
      const message = 'did not answer with JSON. Check the url, and whether something else answers there.';
      return { error: failure(message, { cause }), isRetryable: false };
    }
    // Gateways answer failures of what is behind them with the status of a success.
    if (!isPlainObject(result) || (result['error'] ?? undefined) === undefined) return { result };
    return { error: failure(describeRefusal(200, text, { secrets: this.#secrets })), isRetryable: false };
  }

  #refused({ status, headers }: Response, text: string, failure: FailRequest): Outcome<never> {
    const isRetryable = isRetryableStatus(status);
    const message = describeRefusal(status, text, { secrets: this.#secrets, ofRoute: this.#advice });
    const retryAfterMs = retryAfterIn(headers, this.#retryPolicy.now());
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

/** @throws {InvalidArgumentError} when the address is not http(s), or has a user name. */
function routeAddress(url: string, route: string): URL {
  const address = URL.canParse(url) ? new URL(url) : undefined;
  if (address === undefined || !/^https?:$/.test(address.protocol) || address.username + address.password !== '') {
    const value = typeof url !== 'string' ? url : url.includes('@') ? '(hidden)' : url.replace(/[?#].*$/s, '');
    const expected = 'an http or https address, without a user name and password: use apiKey or headers instead';
    throw new InvalidArgumentError({ parameter: 'url', value, expected });
  }
  const path = address.pathname.replace(/\/+$/, '');
  address.pathname = path.endsWith(route) ? path : `${path}${route}`;
  return address;
}
