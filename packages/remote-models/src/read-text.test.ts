import { expect, it } from 'vitest';

import { readText } from './read-text.ts';

/** An answer in these pieces, and whether the reader has given it up. */
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

it('reads letters whose bytes come in two pieces', async () => {
  const bytes = new TextEncoder().encode('蜂');
  expect(await readText(answerOf(bytes.slice(0, 1), bytes.slice(1)).response)).toBe('蜂');
});

it('reads an answer without a body as an empty text', async () => {
  expect(await readText(new Response(null))).toBe('');
});

it('gives up an answer that is longer than it may be', async () => {
  const { response, state } = answerOf(new Uint8Array(4), new Uint8Array(4), new Uint8Array(4));
  await expect(readText(response, 7)).rejects.toThrow(/^answered more than 7 bytes/);
  expect(state.isCancelled).toBe(true);
});
