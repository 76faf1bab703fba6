import { describe, expect, it, vi } from 'vitest';

import { DatabaseLease } from './database-lease.ts';

/** Opens databases that write down what is done with them. */
function recording() {
  const log: string[] = [];
  let opened = 0;
  const open = async () => {
    const name = `database ${++opened}`;
    log.push(`open ${name}`);
    return { name, [Symbol.asyncDispose]: async () => void log.push(`close ${name}`) };
  };
  return { log, open };
}

describe('DatabaseLease', () => {
  it('opens at the first use, once for all uses at a time', async () => {
    const { log, open } = recording();
    await using lease = new DatabaseLease(open);
    expect(log).toEqual([]);
    expect(await Promise.all([lease.use(async ({ name }) => name), lease.use(async ({ name }) => name)])).toEqual(['database 1', 'database 1']); // prettier-ignore
    expect(log).toEqual(['open database 1']);
  });

  it('stays open until it is disposed of', async () => {
    const { log, open } = recording();
    const lease = new DatabaseLease(open);
    await lease.use(async () => {});
    await lease[Symbol.asyncDispose]();
    expect(log).toEqual(['open database 1', 'close database 1']);
  });

  it('closes when it is released, and opens again at the next use', async () => {
    const { log, open } = recording();
    await using lease = new DatabaseLease(open);
    lease.release();
    await lease.use(async () => {});
    await lease.use(async () => {});
    expect(log).toEqual(['open database 1']);
    lease.release();
    await lease.use(async () => {});
    expect(log).toEqual(['open database 1', 'close database 1', 'open database 2']);
  });

  it('closes after the last use where it is released meanwhile', async () => {
    const { log, open } = recording();
    await using lease = new DatabaseLease(open);
    let finish = (): void => {};
    const long = lease.use(() => new Promise<void>((resolve) => (finish = resolve)));
    await lease.use(async () => {});
    lease.release();
    expect(log).toEqual(['open database 1']);
    finish();
    await long;
    await lease.use(async () => {});
    expect(log).toEqual(['open database 1', 'close database 1', 'open database 2']);
  });

  it('tries again to open what could not be opened', async () => {
    const { open } = recording();
    const opening = vi.fn(open).mockRejectedValueOnce(new Error('locked'));
    await using lease = new DatabaseLease(opening);
    await expect(lease.use(async () => {})).rejects.toThrow('locked');
    expect(await lease.use(async ({ name }) => name)).toBe('database 1');
  });

  it('passes on what the work fails with, and stays usable', async () => {
    await using lease = new DatabaseLease(recording().open);
    await expect(lease.use(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await lease.use(async () => 1)).toBe(1);
  });
});
