import { expect, it } from 'vitest';

import { ChangeFeed } from './change-feed.ts';

function listenersOf(signal: AbortSignal): { count: number } {
  const listeners = { count: 0 };
  const [add, remove] = [signal.addEventListener.bind(signal), signal.removeEventListener.bind(signal)];
  signal.addEventListener = (...[type, listener]: Parameters<AbortSignal['addEventListener']>) => {
    listeners.count++;
    add(type, listener);
  };
  signal.removeEventListener = (...[type, listener]: Parameters<AbortSignal['addEventListener']>) => {
    listeners.count--;
    remove(type, listener);
  };
  return listeners;
}

it('yields immediately, after each change, and once for several changes during a turn', async () => {
  const feed = new ChangeFeed();
  const turns = feed.follow(new AbortController().signal);
  expect(await turns.next()).toMatchObject({ done: false });
  const second = turns.next();
  feed.changed();
  expect(await second).toMatchObject({ done: false });
  feed.changed();
  feed.changed();
  expect(await turns.next()).toMatchObject({ done: false });
  let isEarly = true;
  const fourth = turns.next().then(() => expect(isEarly).toBe(false));
  await new Promise((resolve) => setImmediate(resolve));
  isEarly = false;
  feed.changed();
  await fourth;
});

it('ends when the signal aborts and leaves no listener', async () => {
  const feed = new ChangeFeed();
  const controller = new AbortController();
  const listeners = listenersOf(controller.signal);
  const waiting = feed.follow(controller.signal);
  const slow = feed.follow(controller.signal);
  await waiting.next();
  await slow.next();
  const turn = waiting.next();
  feed.changed();
  await turn;
  const last = waiting.next();
  expect(listeners.count).toBe(1);
  controller.abort();
  expect(await last).toEqual({ done: true, value: undefined });
  expect(await slow.next()).toEqual({ done: true, value: undefined });
  expect(listeners.count).toBe(0);
});

it('limits progress to ten times a second, but not changes', async () => {
  let time = 1000;
  let turns = 0;
  const feed = new ChangeFeed({ now: () => time });
  const controller = new AbortController();
  const following = (async () => {
    for await (const _ of feed.follow(controller.signal)) turns++;
  })();
  const after = async (step: () => void): Promise<number> => {
    step();
    await new Promise((resolve) => setImmediate(resolve));
    return turns;
  };
  expect(await after(feed.progressed)).toBe(2);
  for (; time < 2000; time += 10) await after(feed.progressed);
  expect(turns).toBe(11);
  expect(await after(feed.changed)).toBe(12);
  expect(await after(feed.changed)).toBe(13);
  controller.abort();
  await following;
});
