import { createApp } from '../create-app.ts';
import type { AppOptions, ServerApp } from '../create-app.ts';
import { FakeEmbedding, fakeReranker } from './fake-models.ts';

const jsonType = { 'content-type': 'application/json' };

/** A response. A JSON body is parsed, any other body is a string. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** Sends a request to a path: a GET without a body, a POST with one. A body that is not a string is sent as JSON. */
export type Call = (path: string, body?: unknown, init?: RequestInit) => Promise<Answer>;

/** Returns a function that calls an app with the fake models. */
export function callFake(options: Partial<AppOptions> = {}): Call {
  return callOf(createApp({ models: { embedding: new FakeEmbedding(), reranker: fakeReranker }, ...options }));
}

/** Returns a function that calls `app`. */
export function callOf(app: ServerApp): Call {
  return async (path, body, init = {}) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const request =
      body === undefined
        ? init
        : {
            method: 'POST',
            body: text,
            ...init,
            headers: { ...jsonType, ...(init.headers as Record<string, string>) },
          };
    const response = await app.fetch(new Request(`http://localhost${path}`, request));
    const answer = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json');
    return {
      status: response.status,
      headers: response.headers,
      body: isJson ? (JSON.parse(answer) as unknown) : answer,
    };
  };
}
