import { atOnce, runInTurns, type Steps } from '../turns/steps.ts';
import { beginTurn, Turns } from '../turns/turns.ts';

/** Bodies that no other code can change, such as those received over HTTP. */
const ownedBodies = new WeakSet<object>();

/** Marks a body that no other code can change, so that it is read over several turns of the event loop. Returns the body. */
export function ownBody<Body>(body: Body): Body {
  if (typeof body === 'object' && body !== null) ownedBodies.add(body);
  return body;
}

/**
 * Reads a request and passes its content to `goOn`.
 *
 * The request of a call in this process is read synchronously. Its caller may change it as soon as the call returns, and
 * operations must happen in the order of the calls. A body marked by {@link ownBody} is read over several turns of the event loop.
 */
export function whenRead<T, Result>(
  request: unknown,
  read: (body: unknown) => Steps<T>,
  goOn: (content: T) => Promise<Result>,
  signal?: AbortSignal,
): Promise<Result> {
  const isOwned = typeof request === 'object' && request !== null && ownedBodies.has(request);
  if (!isOwned) {
    // The time of reading counts, so that the work that follows gives way earlier.
    beginTurn();
    return goOn(atOnce(read(request)));
  }
  return runInTurns(read(request), new Turns(signal)).then(goOn);
}
