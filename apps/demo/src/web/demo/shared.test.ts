import { deferred } from '@x/core/testing';
import { expect, it } from 'vitest';

import { Shared } from './shared.ts';

function countingResource(): AsyncDisposable & { disposals: number } {
  const resource = {
    disposals: 0,
    async [Symbol.asyncDispose](): Promise<void> {
      resource.disposals++;
    },
  };
  return resource;
}

it('disposes of the resource once, after the release and the last use', async () => {
  const resource = countingResource();
  const shared = new Shared(resource);
  const letGo = shared.hold();
  const { promise: finished, resolve: finish } = deferred();
  const use = shared.use(async (same) => {
    expect(same).toBe(resource);
    await finished;
    return 'answer';
  });
  const released = shared.release();
  letGo();
  await Promise.resolve();
  expect(resource.disposals).toBe(0);
  finish();
  expect(await use).toBe('answer');
  await released;
  await shared.release();
  expect(resource.disposals).toBe(1);
});

it('does not dispose of the resource before the release, even after failed uses', async () => {
  const resource = countingResource();
  const shared = new Shared(resource);
  await expect(shared.use(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(resource.disposals).toBe(0);
  await shared.release();
  expect(resource.disposals).toBe(1);
});

it('rejects the release when the resource cannot be disposed of', async () => {
  const shared = new Shared({ [Symbol.asyncDispose]: () => Promise.reject(new Error('stuck')) });
  await expect(shared.release()).rejects.toThrow('stuck');
});
