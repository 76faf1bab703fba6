import type { ProgressEvent } from '@x/core';
import { deferred } from '@x/core/testing';
import { expect, it } from 'vitest';

import { FakeEmbedder, Gate } from '../__tests__/fake-models.ts';
import { type LoadModelOptions, ModelSlot } from './model-slot.ts';

/** Returns a slot that finishes loading a model when its gate is opened. */
function gatedSlot() {
  const gates: Record<string, Gate> = {};
  const options: Record<string, LoadModelOptions> = {};
  const models: Record<string, FakeEmbedder> = {};
  const told = { changes: 0, progress: 0 };
  const slot = new ModelSlot<FakeEmbedder>({
    async load(name, given) {
      options[name] = given;
      await (gates[name] = new Gate()).pass(given.signal);
      if (name.includes('broken')) throw new Error(`${name} is damaged.`);
      return (models[name] = new FakeEmbedder(name));
    },
    onChange: () => told.changes++,
    onProgress: () => told.progress++,
  });
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  const finish = async (name: string): Promise<void> => {
    gates[name]!.open();
    await settle();
  };
  const progress = (name: string, event: Pick<ProgressEvent, 'phase' | 'completed' | 'total'>): void =>
    options[name]!.onProgress({ subject: name, unit: event.phase === 'load' ? 'items' : 'bytes', ...event });
  return { slot, models, options, told, finish, progress, settle };
}

const online = { offline: false };

it('loads a model and reports the loaded bytes', async () => {
  const { slot, told, finish, progress } = gatedSlot();
  slot.choose('a', { offline: true });
  expect(slot.state).toEqual({ name: 'a', phase: 'loading' });
  progress('a', { phase: 'download', completed: 5, total: 10 });
  expect(slot.state).toEqual({ name: 'a', phase: 'loading', completedBytes: 5, totalBytes: 10 });
  progress('a', { phase: 'load', completed: 0 });
  expect(slot.state).toEqual({ name: 'a', phase: 'loading', completedBytes: 10, totalBytes: 10 });
  await finish('a');
  expect(slot.state).toEqual({ name: 'a', phase: 'ready', source: 'bundled' });
  expect(told).toEqual({ changes: 3, progress: 1 });
});

it('keeps the current model until the next is ready, then disposes of it after its last use', async () => {
  const { slot, models, options, finish, progress } = gatedSlot();
  slot.choose('a', { offline: true });
  await finish('a');
  const letGo = slot.present!.hold();
  slot.choose('b', online);
  expect(options).toMatchObject({ a: { offline: true }, b: { offline: false } });
  progress('b', { phase: 'verify', completed: 1, total: 2 });
  const bytes = { completedBytes: 1, totalBytes: 2 };
  expect(slot.state).toEqual({ name: 'a', phase: 'ready', source: 'bundled', next: 'b', ...bytes });
  expect(slot.present!.resource).toBe(models['a']);
  await finish('b');
  expect(slot.state).toEqual({ name: 'b', phase: 'ready', source: 'bundled' });
  expect(models['a']!.isDisposed).toBe(false);
  letGo();
  await slot.close();
  expect([models['a']!.isDisposed, models['b']!.isDisposed]).toEqual([true, true]);
});

it('reports why a model could not be loaded and keeps the previous one', async () => {
  const { slot, finish } = gatedSlot();
  slot.choose('broken', online);
  await finish('broken');
  expect(slot.state).toEqual({ name: 'broken', phase: 'failed', message: 'broken is damaged.' });
  expect(slot.present).toBeUndefined();
  slot.choose('a', online);
  await finish('a');
  slot.choose('broken too', online);
  await finish('broken too');
  expect(slot.state).toEqual({ name: 'a', phase: 'ready', source: 'bundled', message: 'broken too is damaged.' });
  slot.choose('a', online);
  expect(slot.state).toEqual({ name: 'a', phase: 'ready', source: 'bundled' });
});

it('stops loading a model when another one is chosen', async () => {
  const { slot, options, finish, settle } = gatedSlot();
  slot.choose('a', online);
  slot.choose('b', online);
  await settle();
  expect(options['a']!.signal.aborted).toBe(true);
  expect(slot.state).toEqual({ name: 'b', phase: 'loading' });
  await finish('b');
  slot.choose('c', online);
  slot.choose('b', online);
  await settle();
  expect(options['c']!.signal.aborted).toBe(true);
  expect(slot.state).toEqual({ name: 'b', phase: 'ready', source: 'bundled' });
});

it('does not load a model again while it is loading', () => {
  const { slot, options } = gatedSlot();
  slot.choose('a', online);
  const [first] = [options['a']];
  slot.choose('a', online);
  expect(options['a']).toBe(first);
  expect(first!.signal.aborted).toBe(false);
});

it('stops loading when canceled, with or without a previous model', async () => {
  const { slot, finish, settle } = gatedSlot();
  slot.cancel();
  slot.choose('a', online);
  slot.cancel();
  await settle();
  expect(slot.state).toMatchObject({
    name: 'a',
    phase: 'failed',
    message: expect.stringContaining('Choose') as string,
  });
  slot.choose('b', online);
  await finish('b');
  slot.choose('c', online);
  slot.cancel();
  await settle();
  expect(slot.state).toEqual({ name: 'b', phase: 'ready', source: 'bundled' });
});

it('disposes of a model that finishes loading after it was canceled', async () => {
  const late = new FakeEmbedder();
  const { promise, resolve: deliver } = deferred<FakeEmbedder>();
  const slot = new ModelSlot({ load: () => promise, onChange: () => {}, onProgress: () => {} });
  slot.choose('late', online);
  const closed = slot.close();
  deliver(late);
  await closed;
  expect(late.isDisposed).toBe(true);
  expect(slot.present).toBeUndefined();
});
