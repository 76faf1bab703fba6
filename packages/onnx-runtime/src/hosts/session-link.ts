import type { MicroBatch, ReducedBatch } from '../session/micro-batch.ts';
import type { RunnerOptions, SessionFacts } from '../session/session-runner.ts';
import { SessionEndedError } from './session-ended-error.ts';
import type { Request, Response } from './session-protocol.ts';
import { fromWireError } from './wire-error.ts';

/** The worker thread or child process in which a session runs. */
export interface Peer {
  send(request: Request): void;
  /** Makes the peer keep the process alive; `unref` undoes it. */
  ref(): void;
  unref(): void;
  /** Called once, before anything is sent. */
  listen(listener: PeerListener): void;
}

/** What a peer reports. */
export interface PeerListener {
  readonly onResponse: (response: Response) => void;
  /** The peer will send no more answers, for this reason. May be called twice. */
  readonly onFailure: (message: string, cause?: unknown) => void;
  /** The peer has ended, normally or by an error. */
  readonly onEnd: () => void;
}

type Answer = Exclude<Response, { readonly type: 'error' }>;

interface Owed {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Sends requests to a peer and matches its answers to them, in order. Every pending request is settled, however and
 * whenever the peer ends.
 *
 * The peer keeps the process alive only while an answer is pending.
 */
export class SessionLink {
  /** Resolves once the peer has ended, normally or by an error. */
  readonly ended: Promise<void>;
  readonly #peer: Peer;
  readonly #model: string;
  readonly #owed: Owed[] = [];
  #failure: SessionEndedError | undefined;
  #isOpen = false;
  /** True once the peer has reported that the model cannot be opened. */
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

  /** Opens the model. Must be the first request; if it fails, the peer ends by itself. */
  async open(options: RunnerOptions): Promise<SessionFacts> {
    const answer = await this.#request({ type: 'open', options });
    if (answer.type !== 'ready') throw outOfTurn(answer);
    return answer.facts;
  }

  /** Runs one micro-batch. Its arrays are transferred, so the caller can no longer use them. */
  async run(batch: MicroBatch): Promise<ReducedBatch> {
    const answer = await this.#request({ type: 'run', batch });
    if (answer.type !== 'result') throw outOfTurn(answer);
    return answer.result;
  }

  /** Requests the peer to end, and resolves once it has. */
  async end(): Promise<void> {
    this.#peer.ref();
    // In Deno, a process that is sent a message while it is ending keeps the program alive (2.9).
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
