import type { MicroBatch, ReducedBatch } from '../session/micro-batch.ts';
import type { RunnerOptions, SessionFacts } from '../session/session-runner.ts';
import { SessionEndedError } from './session-ended-error.ts';
import type { Request, Response } from './session-protocol.ts';
import { fromWireError } from './wire-error.ts';

/** A worker thread or a child process that a session lives in. */
export interface Peer {
  send(request: Request): void;
  /** Lets it keep the process alive, or no longer. */
  ref(): void;
  unref(): void;
  /** Called once, before anything is sent. */
  listen(listener: PeerListener): void;
}

/** What a peer tells. */
export interface PeerListener {
  readonly onResponse: (response: Response) => void;
  /** It answers nothing more, and this is why; perhaps told twice. */
  readonly onFailure: (message: string, cause?: unknown) => void;
  /** It is gone, whether in peace or not. */
  readonly onEnd: () => void;
}

type Answer = Exclude<Response, { readonly type: 'error' }>;

interface Owed {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

/**
 * A peer and the answers that it owes, in order. However and whenever the peer ends, every one of them is settled.
 *
 * The peer keeps the process alive only while it owes something.
 */
export class SessionLink {
  /** Resolves once the peer is gone, whether in peace or by an error. */
  readonly ended: Promise<void>;
  readonly #peer: Peer;
  readonly #model: string;
  readonly #owed: Owed[] = [];
  #failure: SessionEndedError | undefined;
  #isOpen = false;
  /** True after the answer that the model cannot be opened. */
  #endsByItself = false;

  constructor(peer: Peer, model: string) {
    this.#peer = peer;
    this.#model = model;
    this.ended = new Promise((resolve) => {
      peer.listen({
        onResponse: (response) => this.#settle(response),
        onFailure: (message, cause) => this.#fail(message, cause),
        onEnd: resolve,
      });
    });
  }

  /** Opens the model. The first request; where it fails, the peer ends by itself. */
  async open(options: RunnerOptions): Promise<SessionFacts> {
    const answer = await this.#request({ type: 'open', options });
    if (answer.type !== 'ready') throw outOfTurn(answer);
    return answer.facts;
  }

  /** Runs one micro-batch, whose arrays are lost to the caller. */
  async run(batch: MicroBatch): Promise<ReducedBatch> {
    const answer = await this.#request({ type: 'run', batch });
    if (answer.type !== 'result') throw outOfTurn(answer);
    return answer.result;
  }

  /** Asks the peer to end, and resolves once it has. */
  async end(): Promise<void> {
    this.#peer.ref();
    // A process that is sent something on its way out keeps Deno's program alive (2.9).
    if (!this.#endsByItself) this.#peer.send({ type: 'dispose' });
    await this.ended;
  }

  #request(request: Request): Promise<Answer> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#peer.send(request);
      this.#owed.push({ resolve, reject });
      this.#peer.ref();
    });
  }

  #settle(response: Response): void {
    const owed = this.#owed.shift();
    if (this.#owed.length === 0) this.#peer.unref();
    if (response.type === 'ready') this.#isOpen = true;
    else if (!this.#isOpen) this.#endsByItself = true;
    if (response.type === 'error') owed?.reject(fromWireError(response.error, this.#model));
    else owed?.resolve(response);
  }

  #fail(message: string, cause: unknown): void {
    this.#failure ??= new SessionEndedError({ model: this.#model, message, cause });
    for (const { reject } of this.#owed.splice(0)) reject(this.#failure);
  }
}

function outOfTurn({ type }: Answer): Error {
  return new Error(`This is a bug: the session answered "${type}" out of turn.`);
}
