import { EventEmitter, once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';

import { atEachTurn, slowTheClock } from '../__fixtures__/slow-clock.ts';
import { denseValue } from '../requests/vectors/vector-value.ts';
import { MemoryStorage } from '../storage/memory-storage.ts';
import type { PointChange } from '../table/point-record.ts';
import type { PointTable } from '../table/point-table.ts';
import { Database } from './database.ts';
import type { Storage } from './storage.ts';

const context = { operation: 'upsert', collection: 'c' };
const config = { vectors: { '': { size: 1, distance: 'Dot' as const } } };

function put(id: number): PointChange {
  return {
    kind: 'put',
    record: { id, version: 0, vectors: new Map([['', denseValue(Float32Array.of(id))]]), payload: {} },
  };
}

test('a write that fails in the storage is not applied, and the next one is', async () => {
  let isFull = true;
  class FullStorage extends MemoryStorage {
    override async writePoints(): Promise<void> {
      if (isFull) throw new Error('disk full');
    }
  }
  const database = new Database(new FullStorage());
  await database.createCollection(context, config);
  await expect(database.write(context, () => [put(1)])).rejects.toThrow('disk full');
  expect(await database.read(context, (table) => table.size)).toBe(0);
  isFull = false;
  expect(await database.write(context, () => [put(1)])).toEqual({ operation_id: 0, status: 'completed' });
  expect(await database.read(context, (table) => table.size)).toBe(1);
});

test('retries opening the storage at the next call after a failure', async () => {
  const calls: string[] = [];
  const storage: Storage = {
    open: async () => {
      calls.push('open');
      if (calls.length === 1) throw new Error('in use');
      return { collections: [{ name: 'c', config, points: [] }], aliases: new Map() };
    },
    restructure: async () => {},
    updateCollection: async () => {},
    writePoints: async () => {},
    readerOf: () => undefined,
    snapshot: async () => {},
    close: async () => {
      calls.push('close');
    },
  };
  const database = new Database(storage);
  await expect(database.collectionNames()).rejects.toThrow('in use');
  expect(await database.collectionNames()).toEqual(['c']);
  await database.close();
  expect(calls).toEqual(['open', 'close', 'open', 'close']);
});

test('writes to one collection reach the storage one at a time, in the order of the calls', async () => {
  const order: string[] = [];
  const gate = new EventEmitter();
  class SlowStorage extends MemoryStorage {
    override async writePoints(_name?: string, changes: readonly PointChange[] = []): Promise<void> {
      const id = changes[0]?.kind === 'put' ? changes[0].record.id : undefined;
      order.push(`start ${id}`);
      if (id === 1) await once(gate, 'open');
      order.push(`end ${id}`);
    }
  }
  const database = new Database(new SlowStorage());
  await database.createCollection(context, config);
  const other = { ...context, collection: 'other' };
  await database.createCollection(other, config);
  const first = database.write(context, () => [put(1)]);
  const second = database.write(context, () => [put(2)]);
  // Another collection does not wait. After its read, the first write has reached the storage.
  await database.read(other, () => order.push('other read'));
  expect(order.toSorted()).toEqual(['other read', 'start 1']);
  gate.emit('open');
  await Promise.all([first, second]);
  expect(order.slice(2)).toEqual(['end 1', 'start 2', 'end 2']);
});

test('a long read sees one state: a write called during it waits, and so does a read called after that write', async () => {
  const order: string[] = [];
  const gate = new EventEmitter();
  const stored = new EventEmitter();
  class ObservedStorage extends MemoryStorage {
    override async writePoints(): Promise<void> {
      stored.emit('write');
    }
  }
  const database = new Database(new ObservedStorage());
  await database.createCollection(context, config);
  const reading = database.read(context, async (table) => {
    const before = table.size;
    await once(gate, 'open');
    return [before, table.size];
  });
  const isStored = once(stored, 'write');
  const writing = database.write(context, () => [put(1)]).then(() => order.push('written'));
  const readingLater = database.read(context, (table) => {
    order.push('read later');
    return table.size;
  });
  // The write is stored without waiting for the read, but applied only after it.
  await isStored;
  expect(order).toEqual([]);
  gate.emit('open');
  expect(await reading).toEqual([0, 0]);
  expect(await readingLater).toBe(1);
  await writing;
  expect(order.toSorted()).toEqual(['read later', 'written']);
});

test('a read that accesses the storage sees one state: a write called during it is stored after it', async () => {
  const order: string[] = [];
  const gate = new EventEmitter();
  class ReadStorage extends MemoryStorage {
    override readerOf(): never {
      return (() => new Uint8Array(4)) as never;
    }
    override async writePoints(): Promise<void> {
      order.push('stored');
    }
    override async updateCollection(): Promise<void> {
      order.push('reconfigured');
    }
  }
  const database = new Database(new ReadStorage());
  const params = { size: 1, distance: 'Dot', multivector_config: { comparator: 'max_sim' }, on_disk: true } as const;
  await database.createCollection(context, { vectors: { '': params } });
  const reading = database.read(context, async () => {
    await once(gate, 'open');
    order.push('read');
  });
  const writing = database.write(context, () => [{ kind: 'delete', id: 1 }]);
  const reconfiguring = database.reconfigure(context, ({ config: present }) => ({ config: present, changes: [] }));
  // The write has nothing left to do but wait for the read.
  await setImmediate();
  expect(order).toEqual([]);
  gate.emit('open');
  await Promise.all([reading, writing, reconfiguring]);
  expect(order).toEqual(['read', 'stored', 'reconfigured']);
});

test('a read that fails blocks no write', async () => {
  const database = new Database(new MemoryStorage());
  await database.createCollection(context, config);
  const reading = database.read(context, async () => {
    throw new Error('refused');
  });
  const writing = database.write(context, () => [put(1)]);
  await expect(reading).rejects.toThrow('refused');
  expect(await writing).toEqual({ operation_id: 0, status: 'completed' });
});

test('a read across collections sees one state of each, and two crossing reads do not wait for each other', async () => {
  const database = new Database(new MemoryStorage());
  const other = { ...context, collection: 'other' };
  await database.createCollection(context, config);
  await database.createCollection(other, config);
  const gate = new EventEmitter();
  const opened = once(gate, 'open');
  const sizes = (left: PointTable, right: PointTable | undefined): number[] => [left.size, right!.size];
  const reading = database.readAcross(context, ['other', 'c', 'missing'], async ({ table, findOther }) => {
    expect(findOther('missing')).toBeUndefined();
    expect(findOther('c')).toBe(table);
    const before = sizes(table, findOther('other'));
    await opened;
    return [before, sizes(table, findOther('other'))];
  });
  const writes = [database.write(context, () => [put(1)]), database.write(other, () => [put(2)])];
  const crossing = database.readAcross(other, ['c'], ({ table, findOther }) => sizes(table, findOther('c')));
  gate.emit('open');
  expect(await reading).toEqual([
    [0, 0],
    [0, 0],
  ]);
  expect(await crossing).toEqual([1, 1]);
  await Promise.all(writes);
});

test('opening yields to the event loop, and calls made in the meantime see every point', async () => {
  // Each reading of the clock finds the turn spent.
  slowTheClock(1000);
  const points = Array.from({ length: 500 }, (_, id) => put(id)).flatMap((change) =>
    change.kind === 'put' ? [change.record] : [],
  );
  class FilledStorage extends MemoryStorage {
    override async open(): ReturnType<MemoryStorage['open']> {
      return { collections: [{ name: 'c', config, points }], aliases: new Map() };
    }
  }
  const database = new Database(new FilledStorage());
  let turns = 0;
  const size = await atEachTurn(
    () => turns++,
    () => database.read(context, (table) => table.size),
  );
  expect(size).toBe(500);
  expect(turns).toBeGreaterThan(2);
});
