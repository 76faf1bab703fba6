import type { QdrantClient as OfficialClient } from '@qdrant/js-client-rest';
import type { RequestRunner } from '../requests/request-runner.ts';

/** Options of one call. */
export interface CallOptions {
  /** Ends the call, on the wire too; it then rejects with the signal's own reason. */
  readonly signal?: AbortSignal | undefined;
}

/** What all methods share: the way of a call, and its end. */
export abstract class ClientSession implements AsyncDisposable {
  /** @internal */
  protected readonly runner: RequestRunner;

  /** @internal */
  protected constructor(runner: RequestRunner) {
    this.runner = runner;
  }

  /** The official client of a server, for what this class does not wrap; undefined in memory and in a folder. */
  get remote(): OfficialClient | undefined {
    return this.runner.backend.remote;
  }

  /** Ends the client; a second call changes nothing, any other then throws {@link DisposedError}. Embedders stay loaded. */
  close(): Promise<void> {
    return this.runner.close();
  }

  /** The same as {@link ClientSession.close}, for `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
