import { readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';

import { QdrantLocal } from './qdrant-local.ts';

const files = (await readdir(import.meta.dirname)).filter((file) => file.endsWith('-methods.ts'));

test.each(files)('QdrantLocal has every method of %s', async (file) => {
  const [group] = Object.values((await import(`./${file}`)) as Record<string, { prototype: object }>);
  const methods = Reflect.ownKeys(group!.prototype).filter((name) => name !== 'constructor');
  expect(methods.length).toBeGreaterThan(0);
  for (const name of methods) {
    expect(Reflect.get(QdrantLocal.prototype, name), String(name)).toBe(Reflect.get(group!.prototype, name));
  }
});

test('a subclass overrides a method and can call the overridden one', async () => {
  class Counted extends QdrantLocal {
    calls = 0;

    override async count(collection: string): Promise<{ count: number }> {
      this.calls++;
      return super.count(collection);
    }
  }
  await using database = new Counted();
  await database.createCollection('c', { vectors: {} });
  expect(await database.count('c')).toEqual({ count: 0 });
  expect(database.calls).toBe(1);
});
