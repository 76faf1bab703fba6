import { getEventListeners } from 'node:events';

import { expect, test } from 'vitest';

import { readTexts } from './read-texts.ts';

const disposal = new AbortController().signal;

/** A source that yields one text and then waits until it is released, and whether it was closed. */
function waitingSource(): { source: AsyncGenerator<string>; release: () => void; closed: Promise<void> } {
  let [release, close] = [(): void => {}, (): void => {}];
  const silence = new Promise<void>((resolve) => (release = resolve));
  const closed = new Promise<void>((resolve) => (close = resolve));
  async function* source(): AsyncGenerator<string> {
    try {
      yield 'first';
      await silence;
      yield 'second';
    } finally {
      close();
    }
  }
  return { source: source(), release, closed };
}

test.each(['signal', 'disposal'] as const)('an abort of the %s rejects while the source waits', async (name) => {
  const { source, release, closed } = waitingSource();
  const controller = new AbortController();
  const texts = readTexts(source, { signal: undefined, disposal, [name]: controller.signal });
  expect((await texts.next()).value).toBe('first');
  const waiting = texts.next();
  const reason = new Error('enough');
  controller.abort(reason);
  await expect(waiting).rejects.toBe(reason);
  release();
  await closed;
  expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
  expect(getEventListeners(disposal, 'abort')).toHaveLength(0);
});

test('an abort between two texts rejects the next one and closes the source', async () => {
  const { source, closed } = waitingSource();
  const controller = new AbortController();
  const texts = readTexts(source, { signal: controller.signal, disposal });
  await texts.next();
  const reason = new Error('enough');
  controller.abort(reason);
  await expect(texts.next()).rejects.toBe(reason);
  await closed;
});

test('an early return waits until the source is closed, and an error of the source is passed on', async () => {
  const { source, closed } = waitingSource();
  const texts = readTexts(source, { signal: undefined, disposal });
  await texts.next();
  await texts.return();
  await closed;
  const error = new Error('broken');
  const broken: AsyncIterable<string> = { [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(error) }) };
  await expect(readTexts(broken, { signal: undefined, disposal }).next()).rejects.toBe(error);
});

test('a list is read until a signal aborts', async () => {
  const controller = new AbortController();
  const texts = readTexts(['a', 'b', 'c'], { signal: controller.signal, disposal });
  expect([(await texts.next()).value, (await texts.next()).value]).toEqual(['a', 'b']);
  controller.abort(new Error('enough'));
  await expect(texts.next()).rejects.toThrow('enough');
});
