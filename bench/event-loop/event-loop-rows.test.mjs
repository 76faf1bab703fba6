import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { eventLoopRows } from './event-loop-rows.mjs';
import { measureGaps, overlap } from './gaps.mjs';

const gaps = (
  /** @type {readonly [ms: number, longestMs: number, longestOwnMs: number]} */ [ms, longestMs, longestOwnMs],
) => ({ ms, longestMs, longestOwnMs });
const measured = {
  count: [
    [10, 5, 4],
    [30, 9, 6],
    [20, 6, 5],
  ].map((values) => gaps(/** @type {[number, number, number]} */ (values))),
  'a scroll': [[90, 12, 7]].map((values) => gaps(/** @type {[number, number, number]} */ (values))),
};

test('each call has its median time and its median gaps', () => {
  const rows = eventLoopRows(measured);
  expect(rows.find(({ id }) => id === 'event-loop/count')).toMatchObject({ value: 20, rounds: 3 });
  expect(rows.find(({ id }) => id === 'event-loop/count/gap')).toMatchObject({ value: 6 });
  expect(rows.find(({ id }) => id === 'event-loop/a-scroll/own-gap')).toMatchObject({ value: 7 });
});

test('the goals compare the call with the longest gap', () => {
  const rows = eventLoopRows(measured);
  expect(rows.find(({ id }) => id === 'goal/event-loop/whole')).toMatchObject({ value: 12, holds: false });
  expect(rows.find(({ id }) => id === 'goal/event-loop/own')).toMatchObject({ value: 7, holds: true });
});

test('the gaps of work that waits are shorter than the work, and those of work in one piece are as long', async () => {
  const waiting = await measureGaps(() => wait(30));
  expect(waiting.longestMs).toBeLessThan(waiting.ms);
  const inOnePiece = await measureGaps(async () => {
    const end = performance.now() + 20;
    while (performance.now() < end);
  });
  expect(inOnePiece.longestMs).toBeGreaterThanOrEqual(20);
  expect(inOnePiece.longestOwnMs).toBeLessThanOrEqual(inOnePiece.longestMs);
});

test('the overlap of a span with others counts the parts within it', () => {
  expect(
    overlap(
      [10, 20],
      [
        [5, 11],
        [12, 14],
        [19, 30],
        [40, 50],
      ],
    ),
  ).toBe(4);
});
