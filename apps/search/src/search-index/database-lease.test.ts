import { deferred } from '@x/core/testing';
import { describe, expect, it, vi } from 'vitest';

import { DatabaseLease } from './database-lease.ts';

/** Returns a function that opens databases, and a log of their opening and closing. */
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
  it('opens the database at the first use and shares it between concurrent uses', async () => {
    const { log, open } = recording();
    await using lease = new DatabaseLease(open);
    expect(log).toEqual([]);
    expect(await Promise.all([lease.use(async ({ name }) => name), lease.use(async ({ name }) => name)])).toEqual(['database 1', 'database 1']); // prettier-ignore
    expect(log).toEqual(['open database 1']);
  });

  it('keeps the database open until the lease is disposed of', async () => {
    const { log, open } = recording();
    const lease = new DatabaseLease(open);
    await lease.use(async () => {});
    await lease[Symbol.asyncDispose]();
    expect(log).toEqual(['open database 1', 'close database 1']);
  });

  it('closes the database on release and opens it again at the next use', async () => {
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

  it('closes the database after the last use when it is released during one', async () => {
    const { log, open } = recording();
    await using lease = new DatabaseLease(open);
    const { promise, resolve: finish } = deferred();
    const long = lease.use(() => promise);
    await lease.use(async () => {});
    lease.release();
    expect(log).toEqual(['open database 1']);
    finish();
    await long;
    await lease.use(async () => {});
    expect(log).toEqual(['open database 1', 'close database 1', 'open database 2']);
  });

  it('tries to open the database again after a failure', async () => {
    const { open } = recording();
    const opening = vi.fn(open).mockRejectedValueOnce(new Error('locked'));
    await using lease = new DatabaseLease(opening);
    await expect(lease.use(async () => {})).rejects.toThrow('locked');
    expect(await lease.use(async ({ name }) => name)).toBe('database 1');
  });

  it('rejects with the error of the work and stays usable', async () => {
    await using lease = new DatabaseLease(recording().open);
    await expect(lease.use(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await lease.use(async () => 1)).toBe(1);
  });
});
