// A server with the API of the demo and responses that a test controls.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

import type {
  DemoState,
  Failure,
  IndexingLine,
  ModelRequest,
  NewCollection,
  SearchRequest,
} from '../../../src/web/contract.ts';
import { fakeAnswer, MOVIES, READY_STATE } from './fake-state.ts';
import { sendPageFile } from './send-page-file.ts';

/** Returns the lines of the response while texts are indexed. Without a final line, the response stays open until the page cancels it. */
export type IndexingScript = (collection: NewCollection) => readonly IndexingLine[];

/** A demo without models on a free port. Disposing of it stops the server. */
export class FakeDemo implements AsyncDisposable {
  /** The bodies of the received searches, in order. */
  readonly searches: SearchRequest[] = [];
  readonly newCollections: NewCollection[] = [];
  readonly modelRequests: ModelRequest[] = [];
  /** The paths of the received DELETE requests. */
  readonly deleted: string[] = [];
  /** The names of collections whose connection was closed before the response was complete. */
  readonly canceled: string[] = [];
  indexingScript: IndexingScript = indexAtOnce;
  #state: DemoState;
  #port = 0;
  readonly #texts = new Map<string, readonly string[]>([['movies', MOVIES]]);
  readonly #followers = new Set<ServerResponse>();
  readonly #server: Server = createServer((request, response) => void this.#answer(request, response));

  private constructor(state: DemoState) {
    this.#state = state;
  }

  static async start(changes: Partial<DemoState> = {}): Promise<FakeDemo> {
    const demo = new FakeDemo({ ...READY_STATE, ...changes });
    await demo.listen();
    return demo;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}/`;
  }

  /** Changes the state and sends it to all clients that follow the events. */
  publish(changes: Partial<DemoState>): void {
    this.#state = { ...this.#state, ...changes };
    for (const follower of this.#followers) this.#sendState(follower);
  }

  /** Replaces the texts of a collection. */
  setTexts(collection: string, texts: readonly string[]): void {
    this.#texts.set(collection, texts);
  }

  /** Starts to accept connections. Later calls use the same port. */
  async listen(): Promise<void> {
    await once(this.#server.listen(this.#port, '127.0.0.1'), 'listening');
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  /** Closes all connections and accepts no more. */
  async close(): Promise<void> {
    const closed = this.#server.listening ? once(this.#server.close(), 'close') : undefined;
    this.#server.closeAllConnections();
    await closed;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method, url = '/' } = request;
    if (method === 'GET') {
      if (url === '/api/events') this.#follow(response);
      else await sendPageFile(url, response);
    } else if (method === 'DELETE') {
      this.deleted.push(url);
      response.writeHead(204).end();
    } else {
      await this.#take(url, JSON.parse(await text(request)), response);
    }
  }

  async #take(url: string, body: unknown, response: ServerResponse): Promise<void> {
    switch (url) {
      case '/api/search': {
        const search = body as SearchRequest;
        this.searches.push(search);
        const isReady = this.#state.collections.some(({ id, ready }) => id === search.collection && ready);
        if (!isReady && search.firstStage !== 'words') return sendJson(response, 503, NOT_READY);
        return sendJson(response, 200, fakeAnswer(search, this.#texts.get(search.collection) ?? []));
      }
      case '/api/models':
        this.modelRequests.push(body as ModelRequest);
        return sendJson(response, 202, this.#state);
      case '/api/collections':
        return this.#index(body as NewCollection, response);
      default:
        return sendJson(response, 404, {
          error: { code: 'not_found', message: 'No route matches this path.' },
        } satisfies Failure);
    }
  }

  #index(body: NewCollection, response: ServerResponse): void {
    this.newCollections.push(body);
    response.once('close', () => response.writableFinished || this.canceled.push(body.name));
    for (const line of this.indexingScript(body)) {
      response.write(`${JSON.stringify(line)}\n`);
      if ('collection' in line) {
        this.#texts.set(line.collection.id, body.texts);
        this.publish({ collections: [...this.#state.collections, line.collection] });
      }
      if (!('completed' in line)) response.end();
    }
  }

  #follow(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    this.#followers.add(response);
    response.once('close', () => this.#followers.delete(response));
    this.#sendState(response);
  }

  #sendState(response: ServerResponse): void {
    response.write(`event: state\ndata: ${JSON.stringify(this.#state)}\n\n`);
  }
}

const NOT_READY: Failure = {
  error: { code: 'NOT_READY', message: 'The collection is still being embedded. Try again in a moment.' },
};

function indexAtOnce({ name, texts: { length: total } }: NewCollection): IndexingLine[] {
  return [{ completed: total, total }, { collection: { id: `own-${name}`, name, documents: total, ready: true } }];
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
