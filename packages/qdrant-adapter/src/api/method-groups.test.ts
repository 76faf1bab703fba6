import { readdir } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { QdrantClient } from '../index.ts';

const files = (await readdir(import.meta.dirname)).filter((file) => file.endsWith('-methods.ts'));

it.each(files)('QdrantClient has every method of %s', async (file) => {
  const [group] = Object.values((await import(`./${file}`)) as Record<string, { prototype: object }>);
  const methods = Reflect.ownKeys(group!.prototype).filter((name) => name !== 'constructor');
  expect(methods.length).toBeGreaterThan(0);
  for (const name of methods) {
    expect(Reflect.get(QdrantClient.prototype, name), String(name)).toBe(Reflect.get(group!.prototype, name));
  }
});
