import type { DemoState, Failure, SearchAnswer } from '../contract.ts';
import { WebDemo, type WebDemoOptions } from '../demo/web-demo.ts';
import { startWebServer, type WebServer, type WebServerOptions } from '../start-web-server.ts';

const headers = { 'content-type': 'application/json' };

/** The status and the body of a response. */
export interface Answer<Body> {
  readonly status: number;
  readonly body: Body;
}

/** A running demo, with methods that send the requests of the page. */
export class DemoClient implements AsyncDisposable {
  readonly url: string;
  readonly demo: WebDemo;
  readonly server: WebServer;
  /** The internal errors that the demo reported. */
  readonly errors: unknown[];

  private constructor(demo: WebDemo, server: WebServer, errors: unknown[]) {
    this.url = server.url;
    this.demo = demo;
    this.server = server;
    this.errors = errors;
  }

  static async start(options: WebDemoOptions & Partial<WebServerOptions> = {}): Promise<DemoClient> {
    const errors: unknown[] = [];
    const demo = await WebDemo.open(options);
    const onError = (error: unknown): void => void errors.push(error);
    return new DemoClient(demo, await startWebServer({ port: 0, demo, onError, ...options }), errors);
  }

  async request<Body>(method: string, path: string, body?: unknown, init: RequestInit = {}): Promise<Answer<Body>> {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const response = await fetch(this.url + path, {
      method,
      ...(body === undefined ? {} : { headers, body: text }),
      ...init,
    });
    const answer = await response.text();
    return { status: response.status, body: (answer === '' ? undefined : JSON.parse(answer)) as Body };
  }

  search(fields: object, init?: RequestInit): Promise<Answer<SearchAnswer & Failure>> {
    const body = { collection: 'movies', firstStage: 'dense', rerank: true, ...fields };
    return this.request('POST', 'api/search', body, init);
  }

  /** Indexes texts. Resolves with the lines of the response. */
  async add(body: unknown, init: RequestInit = {}): Promise<Answer<unknown[]>> {
    const response = await fetch(`${this.url}api/collections`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
      ...init,
    });
    const lines = (await response.text()).split('\n').filter((line) => line !== '');
    return { status: response.status, body: lines.map((line): unknown => JSON.parse(line)) };
  }

  /** Returns the states from the events, up to the first for which `isLast` is true. */
  statesUntil(isLast: (state: DemoState) => boolean): Promise<DemoState[]> {
    return statesUntil(this.url, isLast);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server.close();
    await this.demo[Symbol.asyncDispose]();
  }
}

/** Returns the states from the events of a server, up to the first for which `isLast` is true. */
export async function statesUntil(url: string, isLast: (state: DemoState) => boolean): Promise<DemoState[]> {
  const controller = new AbortController();
  const response = await fetch(`${url}api/events`, { signal: controller.signal });
  const states: DemoState[] = [];
  for await (const event of eventsOf(response)) {
    // Skips heartbeats.
    if (event.startsWith(':')) continue;
    states.push(JSON.parse(/^event: state\ndata: (.*)$/.exec(event)![1]!) as DemoState);
    if (isLast(states.at(-1)!)) break;
  }
  controller.abort();
  return states;
}

/** Yields the server-sent events of a stream, including comments. */
export async function* eventsOf(response: Response): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true });
    const events = text.split('\n\n');
    text = events.pop()!;
    yield* events;
  }
}
