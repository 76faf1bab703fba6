import { deferred } from '@x/core/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';

import { isPending, rejectionOf } from '../__tests__/sequences.ts';
import { ResultFeed } from './result-feed.ts';

const value = (number: number): Float32Array => Float32Array.of(number);

test('results are returned in the order in which they were pushed, in whatever order they settle', async () => {
  const anyOrder = fc
    .integer({ min: 1, max: 12 })
    .chain((count) => fc.shuffledSubarray([...Array(count).keys()], { minLength: count, maxLength: count }));
  await fc.assert(
    fc.asyncProperty(anyOrder, async (order) => {
      const feed = new ResultFeed(order.length);
      const results = order.map(() => deferred<Float32Array>());
      for (const { promise } of results) feed.push(promise);
      feed.close();
      const received = (async () => {
        const numbers: number[] = [];
        for (let next = await feed.next(); next !== undefined; next = await feed.next()) numbers.push(next[0]!);
        return numbers;
      })();
      for (const index of order) {
        results[index]!.resolve(value(index));
        await Promise.resolve();
      }
      expect(await received).toEqual([...order.keys()]);
    }),
  );
});

test('the producer waits while the feed is full, and continues after a result is taken', async () => {
  const feed = new ResultFeed(2);
  feed.push(Promise.resolve(value(1)));
  expect(await feed.hasRoom()).toBe(true);
  feed.push(Promise.resolve(value(2)));
  const room = feed.hasRoom();
  expect(await isPending(room)).toBe(true);
  await feed.next();
  expect(await room).toBe(true);
});

test('the consumer waits for the first result, not for a later one', async () => {
  const feed = new ResultFeed(2);
  const [first, second] = [deferred<Float32Array>(), deferred<Float32Array>()];
  feed.push(first.promise);
  feed.push(second.promise);
  const next = feed.next();
  second.resolve(value(2));
  expect(await isPending(next)).toBe(true);
  first.resolve(value(1));
  expect(await next).toEqual(value(1));
  expect(await feed.next()).toEqual(value(2));
});

test('a closed feed returns its remaining results and then undefined', async () => {
  const feed = new ResultFeed(2);
  feed.push(Promise.resolve(value(1)));
  feed.close();
  expect(await feed.next()).toEqual(value(1));
  expect(await feed.next()).toBeUndefined();
});

test('closing wakes a consumer that waits on an empty feed', async () => {
  const feed = new ResultFeed(2);
  const next = feed.next();
  expect(await isPending(next)).toBe(true);
  feed.close();
  expect(await next).toBeUndefined();
});

test('a failed result rejects after the results before it', async () => {
  const feed = new ResultFeed(3);
  const reason = new Error('no');
  const first = deferred<Float32Array>();
  feed.push(first.promise);
  feed.push(Promise.reject(reason));
  const next = feed.next();
  expect(await isPending(next)).toBe(true);
  first.resolve(value(1));
  expect(await next).toEqual(value(1));
  expect(await rejectionOf(feed.next())).toBe(reason);
});

test('failing wakes both sides: the consumer gets the reason, the producer learns to stop', async () => {
  const feed = new ResultFeed(1);
  feed.push(deferred<Float32Array>().promise);
  const [room, next] = [feed.hasRoom(), rejectionOf(feed.next())];
  expect(await isPending(room)).toBe(true);
  expect(feed.isEnded).toBe(false);
  feed.fail('enough');
  expect(await room).toBe(false);
  expect(await next).toBe('enough');
  expect(feed.isEnded).toBe(true);
});

test('the first failure counts, even when its reason is undefined', async () => {
  const feed = new ResultFeed(1);
  feed.fail(undefined);
  feed.fail('later');
  expect(await rejectionOf(feed.next())).toBeUndefined();
});

test('results that fail after the feed failed cause no unhandled rejections', async () => {
  const unhandled: unknown[] = [];
  const listen = (reason: unknown): void => void unhandled.push(reason);
  process.on('unhandledRejection', listen);
  const feed = new ResultFeed(2);
  const late = deferred<Float32Array>();
  feed.push(late.promise);
  feed.fail('enough');
  late.reject(new Error('late'));
  expect(await isPending(late.promise)).toBe(false);
  process.off('unhandledRejection', listen);
  expect(unhandled).toEqual([]);
});
