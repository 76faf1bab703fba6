import { atOnce, inTurns, type Steps, Turns } from '../event-loop-turns.ts';

/** Bodies that nobody else can change, such as those that came over HTTP. */
const ownedBodies = new WeakSet<object>();

/** Says that nobody else can change a body, so that it is read in turns of the event loop. Returns it. */
export function ownBody<Body>(body: Body): Body {
  if (typeof body === 'object' && body !== null) ownedBodies.add(body);
  return body;
}

/**
 * Reads a request and goes on with what it says.
 *
 * The request of a call in this process is read at once, because its caller may change it as soon as the call has returned,
 * and because operations happen in the order of the calls. One that went through {@link ownBody} is read in turns of the event loop.
 */
export function whenRead<T, Result>(
  request: unknown,
  read: (body: unknown) => Steps<T>,
  goOn: (content: T) => Promise<Result>,
  signal?: AbortSignal,
): Promise<Result> {
  const isOwned = typeof request === 'object' && request !== null && ownedBodies.has(request);
  if (!isOwned) return goOn(atOnce(read(request)));
  return inTurns(read(request), new Turns(signal)).then(goOn);
}
