import { describe, expect, it, vi } from 'vitest';

import { LoadOnce } from './load-once.ts';

describe('LoadOnce', () => {
  it('loads at the first use and shares the value', async () => {
    const load = vi.fn(async () => ({ name: 'model' }));
    const once = new LoadOnce(load);
    expect([load.mock.calls.length, once.current]).toEqual([0, undefined]);
    const [one, another] = await Promise.all([once.get(), once.get()]);
    expect(one).toBe(another);
    expect(await once.current).toBe(one);
    expect(load).toHaveBeenCalledTimes(1);
  });

  it('gives a failure to everyone who waits for that load, and loads again at the next use', async () => {
    const load = vi.fn(async () => 'model').mockRejectedValueOnce(new Error('no connection'));
    const once = new LoadOnce(load);
    const failed = await Promise.allSettled([once.get(), once.get()]);
    expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(once.current).toBeUndefined();
    expect(await once.get()).toBe('model');
    expect(load).toHaveBeenCalledTimes(2);
  });
});
