import fc from 'fast-check';
import { expect, it } from 'vitest';

import { FakeEmbedding, fakeReranker } from './__tests__/fake-models.ts';
import { createApp } from './create-app.ts';
import { fieldsOf } from './description/body-fields.ts';
import { describeRoutes } from './description/describe-routes.ts';
import { dialects } from './dialects/dialects.ts';

const models = { embedding: new FakeEmbedding(), reranker: fakeReranker };
const posts = describeRoutes(dialects, models).flatMap(({ path, request, example }) =>
  request === undefined || example === undefined ? [] : [{ path, request, example }],
);

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', '\u0000', '\uD800', '__proto__', 'a '.repeat(50)),
);
const value = fc.oneof(
  fc.jsonValue({ maxDepth: 3, stringUnit: 'binary' }),
  text,
  fc.array(text, { maxLength: 5 }),
  fc.array(fc.record({ text })),
  fc.constantFrom(0, -1, 1.5, 1e308, Number.MAX_SAFE_INTEGER, null, true, [], [[1]], {}),
);
const fields = new Set(posts.flatMap(({ request }) => fieldsOf(request).map(([name]) => name)));
const anyObject = fc.dictionary(fc.constantFrom(...fields, '__proto__', 'constructor'), value);

/** Generates the bytes of a body: a valid one, a changed valid one, other JSON, or random bytes. */
function bodyFor(example: object): fc.Arbitrary<Uint8Array> {
  const changed = fc.tuple(anyObject, fc.boolean()).map(([changes, isNested]) => {
    const whole = { ...example, ...changes };
    return isNested ? [whole] : whole;
  });
  const json = fc.oneof(fc.constant(example), changed, anyObject, value).map((body) => JSON.stringify(body));
  const cut = fc.tuple(json, fc.nat(40)).map(([whole, length]) => whole.slice(0, length));
  const written = fc.oneof(
    { weight: 4, arbitrary: json },
    { weight: 1, arbitrary: cut },
    { weight: 1, arbitrary: text },
  );
  return fc.oneof(
    { weight: 9, arbitrary: written.map((body) => new TextEncoder().encode(body)) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 60 }) },
  );
}

it('responds to 10,000 random bodies without a 500, and to a valid body after them with 200', async () => {
  const app = createApp({ models, limits: { maxBodyBytes: 1024, maxTexts: 3, maxCharacters: 120 } });
  const headers = { 'content-type': 'application/json' };
  const ask = async (path: string, body: Uint8Array): Promise<number> => {
    const response = await app.fetch(new Request(`http://localhost${path}`, { method: 'POST', headers, body }));
    await response.json();
    return response.status;
  };
  const statuses = new Map<number, number>();
  const request = fc
    .constantFrom(...posts)
    .chain(({ path, example }) => bodyFor(example).map((body) => ({ path, body })));
  await fc.assert(
    fc.asyncProperty(request, async ({ path, body }) => {
      const status = await ask(path, body);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      expect(status).toBeLessThan(500);
    }),
    { numRuns: 10_000, seed: 20_261_123 },
  );
  // Each check must be reached: a test in which the first check refuses every body would prove little.
  for (const status of [200, 400, 413, 422]) expect(statuses.get(status), String(status)).toBeGreaterThan(50);
  for (const { path, example } of posts) expect(await ask(path, Buffer.from(JSON.stringify(example)))).toBe(200);
});
