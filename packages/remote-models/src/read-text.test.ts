import { expect, it } from 'vitest';

import { readText } from './read-text.ts';

/** Returns a response that arrives in the given pieces, and a state that tells whether the reader canceled it. */
function answerOf(...pieces: readonly Uint8Array<ArrayBuffer>[]) {
  const state = { isCancelled: false };
  const waiting = [...pieces];
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      const piece = waiting.shift();
      if (piece === undefined) controller.close();
      else controller.enqueue(piece);
    },
    cancel: () => void (state.isCancelled = true),
  });
  return { response: new Response(body), state };
}

it('reads characters whose bytes arrive in two pieces', async () => {
  const bytes = new TextEncoder().encode('蜂');
  expect(await readText(answerOf(bytes.slice(0, 1), bytes.slice(1)).response)).toBe('蜂');
});

it('reads a response without a body as an empty string', async () => {
  expect(await readText(new Response(null))).toBe('');
});

it('cancels a response that is longer than the limit', async () => {
  const { response, state } = answerOf(new Uint8Array(4), new Uint8Array(4), new Uint8Array(4));
  await expect(readText(response, 7)).rejects.toThrow(/^answered with more than 7 bytes/);
  expect(state.isCancelled).toBe(true);
});
