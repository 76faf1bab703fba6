import { afterEach, expect, test, vi } from 'vitest';

import { isTurnSpent } from '../turns/turns.ts';
import { turnOfTheNextTest } from '../__fixtures__/slow-clock.ts';
import { whenRead } from './read-request.ts';

afterEach(async () => {
  vi.restoreAllMocks();
  await turnOfTheNextTest();
});

test.each([
  [1, false],
  [10, true],
])('after %i ms of reading a request, the turn of the work that follows is spent: %s', async (readMs, isSpent) => {
  await turnOfTheNextTest();
  let now = performance.now();
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  // eslint-disable-next-line require-yield -- reading a small request takes no step
  function* read(): Generator<void, string> {
    now += readMs;
    return 'content';
  }
  expect(await whenRead({}, read, async (content) => [content, isTurnSpent()])).toEqual(['content', isSpent]);
});
