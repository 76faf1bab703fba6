import { type ChildProcess, fork } from 'node:child_process';
import { resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';

import { InferenceError } from '@x/core';

import type { MicroBatch, ReducedBatch } from '../session/micro-batch.ts';
import type { RunnerOptions, SessionFacts } from '../session/session-runner.ts';
import type { Host } from './host.ts';
import { ProcessPeer } from './process-peer.ts';
import { SessionEndedError } from './session-ended-error.ts';
import { SessionLink } from './session-link.ts';

/** A child process with an open model. */
interface Session {
  readonly peer: ProcessPeer;
  readonly link: SessionLink;
  readonly facts: SessionFacts;
}

/**
 * Runs the session in a child process. The calling process survives the end of the child, and the next run replaces a child that has ended.
 *
 * The child ends by itself when its parent does, and keeps the parent alive only during runs.
 */
export class ProcessHost implements Host {
  readonly facts: SessionFacts;
  readonly #options: RunnerOptions;
  #session: Session;
  #restart: Promise<Session> | undefined;
  /** Peer of the session, or of the session that will replace it. */
  #newest: ProcessPeer;

  private constructor(options: RunnerOptions, session: Session) {
    this.facts = session.facts;
    this.#options = options;
    this.#session = session;
    this.#newest = session.peer;
  }

  /**
   * Starts the child process and opens the model in it.
   *
   * @throws {InferenceError} when ONNX Runtime refuses the model, or the process ends before the model is open.
   * @throws {UnsupportedExecutionProviderError} when no requested provider works.
   */
  static async open(options: RunnerOptions): Promise<ProcessHost> {
    // The path is made absolute, because the working directory may have changed when the process is restarted.
    const lasting = { ...options, path: resolve(options.path) };
    return new ProcessHost(lasting, await start(lasting));
  }

  async run(batch: MicroBatch): Promise<ReducedBatch> {
    const { link } = await this.#livingSession();
    return link.run(batch);
  }

  dispose(): Promise<void> {
    return this.#session.link.end();
  }

  abandon(reason: string): void {
    this.#newest.kill(reason);
  }

  #livingSession(): Promise<Session> {
    if (this.#session.peer.isGone) {
      this.#restart ??= this.#startAgain().finally(() => {
        this.#restart = undefined;
      });
    }
    return this.#restart ?? Promise.resolve(this.#session);
  }

  async #startAgain(): Promise<Session> {
    const { model } = this.#options;
    try {
      const session = await start(this.#options, (peer) => (this.#newest = peer));
      if (!isSameModel(session.facts, this.facts)) {
        await session.link.end();
        throw new Error('its file has changed, or it would run on another provider or runtime. Load the model again.');
      }
      this.#session = session;
      return session;
    } catch (cause) {
      const message = `its process had ended and cannot be replaced: ${reasonOf(cause)}`;
      throw new SessionEndedError({ model, message, cause });
    }
  }
}

async function start(options: RunnerOptions, onStart: (peer: ProcessPeer) => void = () => {}): Promise<Session> {
  const peer = new ProcessPeer(forkEntry(options.model));
  onStart(peer);
  const link = new SessionLink(peer, options.model);
  try {
    return { peer, link, facts: await link.open(options) };
  } catch (error) {
    await link.end();
    throw error;
  }
}

// Bun and Deno detect the kind of a program (CommonJS or module) themselves.
const isNode = process.versions['bun'] === undefined && process.versions['deno'] === undefined;

function forkEntry(model: string): ChildProcess {
  try {
    // The program is passed as text, so that a bundler cannot leave out its file.
    const child = fork('-', {
      // Sends typed arrays unchanged.
      serialization: 'advanced',
      // Without the parent's flags: test runners and loaders add flags that a built file does not need. No other flags either, because threads of the
      // child would inherit them.
      execArgv: [],
      stdio: ['pipe', 'inherit', 'inherit', 'ipc'],
    });
    child.stdin?.on('error', () => {});
    child.stdin?.end(programOf(new URL('./process-entry.js', import.meta.url)));
    return child;
  } catch (cause) {
    throw new InferenceError({ model, message: `its process could not be started: ${reasonOf(cause)}`, cause });
  }
}

/**
 * Returns a program that runs the module of a `data:` URL, which the build makes. Node.js reads a program from stdin as CommonJS, so there the
 * program imports the URL.
 */
function programOf({ href, pathname }: URL): string {
  if (isNode) return `import('${href}');`;
  return Buffer.from(pathname.slice(pathname.indexOf(',') + 1), 'base64').toString();
}

function reasonOf(cause: unknown): string {
  if (InferenceError.isInstance(cause)) return cause.reason;
  return cause instanceof Error ? cause.message : String(cause);
}

function isSameModel(actual: SessionFacts, expected: SessionFacts): boolean {
  // The wording of why other providers or the native runtime failed may differ each time.
  const unsteady = { providerFailures: {}, nativeFailure: '' };
  return isDeepStrictEqual({ ...actual, ...unsteady }, { ...expected, ...unsteady });
}
