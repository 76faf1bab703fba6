import { describe, expect, it, test } from 'vitest';

import { FakeEmbedding, fakeReranker } from '../__tests__/fake-models.ts';
import type { Dialect, DialectParts } from '../contract/dialect.ts';
import type { ServedModels } from '../models.ts';
import { HeldBodies } from '../requests/held-bodies.ts';
import { TextQueue } from '../requests/text-queue.ts';
import { defaultLimits } from '../server-limits.ts';
import { dialects } from './dialects.ts';

const models: ServedModels = { embedding: new FakeEmbedding(), reranker: fakeReranker };
const parts: DialectParts = {
  models,
  run: { queue: new TextQueue(1), limits: defaultLimits, bodies: new HeldBodies(1) },
};

/** Returns the routes with their parameters in the form of the descriptions: `get /v1/models/{model}`. */
function routesOf({ routes }: Dialect): string[] {
  return routes(parts).routes.map(({ method, path }) => {
    const described = path.replaceAll(/:(\w+)(?:\{[^}]*\})?/g, '{$1}');
    return `${method.toLowerCase()} ${described}`;
  });
}

describe.each(dialects)('the dialect of $name', (dialect) => {
  it('describes exactly its own routes', () => {
    const described = dialect.describe(models).map(({ method, path }) => `${method} ${path}`);
    expect(described.toSorted()).toEqual(routesOf(dialect).toSorted());
  });

  it('describes the same routes when no model is served', () => {
    expect(dialect.describe({}).map(({ path }) => path)).toEqual(dialect.describe(models).map(({ path }) => path));
  });
});

test('the names and paths of the dialects are unique', () => {
  const names = dialects.map(({ name }) => name);
  expect(names).toEqual([...new Set(names)]);
  const paths = dialects.flatMap((dialect) => [...new Set(dialect.routes(parts).routes.map(({ path }) => path))]);
  expect(paths).toEqual([...new Set(paths)]);
});
