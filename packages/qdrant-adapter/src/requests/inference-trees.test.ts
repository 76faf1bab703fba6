import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createCountingEmbedder, vectorOf } from '../__tests__/counting-embedder.ts';
import { createEmbedderRegistry } from '../inference/embedder-registry.ts';
import { Document, Image, InferenceObject } from '../wire/inference-objects.ts';
import { prepareRequest } from './prepare-request.ts';
import type { BodyKind } from '@x/qdrant-local/wire';

type Purpose = 'query' | 'passage';

/** A part of a request with inference objects, and the same part with the vectors inserted directly. */
type Twin = readonly [given: unknown, byHand: unknown];

const sparseOf = (text: string, purpose: Purpose) => ({
  indices: Uint32Array.from([text.length, 2 ** 32 - 1]),
  values: vectorOf(text, 2, purpose),
});
const rowsOf = (text: string, purpose: Purpose) => Array.from(`${text}.`, (letter) => vectorOf(letter, 2, purpose));

/** Creates embedders for a dense, a sparse, a late-interaction and an image model. */
function createEmbedders() {
  const embedderOf = <Vector>(modelName: string, embed: (text: string, purpose: Purpose) => Vector) => ({
    modelName,
    passageEmbed: async (texts: readonly string[]) => texts.map((text) => embed(text, 'passage')),
    queryEmbed: async (text: string) => embed(text, 'query'),
  });
  const imageEmbed = async (images: readonly string[]) => images.map((image) => vectorOf(image, 4, 'passage'));
  return [
    createCountingEmbedder('org/dense', 3),
    embedderOf('org/sparse', sparseOf),
    embedderOf('org/multi', rowsOf),
    { modelName: 'org/images', dimension: 4, imageEmbed },
  ];
}

const text = fc.string({ maxLength: 3 });
/** Excludes -0, which a body does not keep. */
const float = fc.float({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value));
const row = fc.array(float, { minLength: 1, maxLength: 3 });
const same = (value: unknown): Twin => [value, value];
const twin = (given: readonly Twin[]): readonly [unknown[], unknown[]] => [
  given.map(([g]) => g),
  given.map(([, h]) => h),
];

/** A sparse vector without inference. It always has a name, because an unnamed one reads as two named vectors. */
const sparseTwin = fc
  .uniqueArray(fc.nat(2 ** 32 - 1), { maxLength: 3 })
  .map((indices) => same({ indices, values: indices.map(() => 1) }));

/** Every other input that may replace a vector, except ids. */
const vectorTwin = (purpose: Purpose): fc.Arbitrary<Twin> =>
  fc.oneof(
    text.map((t): Twin => [Document({ text: t, model: 'ORG/dense' }), vectorOf(t, 3, purpose)]),
    text.map((t): Twin => [{ text: t, model: 'org/sparse' }, sparseOf(t, purpose)]),
    text.map((t): Twin => [Document({ text: t, model: 'org/multi' }), rowsOf(t, purpose)]),
    text.map((t): Twin => [InferenceObject({ object: t, model: 'org/dense' }), vectorOf(t, 3, purpose)]),
    text.map((t): Twin => [Image({ image: t, model: 'org/images' }), vectorOf(t, 4, 'passage')]),
    row.map(same),
    row.map((values) => same(Float32Array.from(values))),
    fc.array(row, { minLength: 1, maxLength: 3 }).map(same),
  );

const example = fc.oneof(vectorTwin('query'), sparseTwin, fc.maxSafeNat().map(same), fc.uuid().map(same));
const pair = fc.tuple(example, example).map(([[p, hp], [n, hn]]): Twin => [
  { positive: p, negative: n },
  { positive: hp, negative: hn },
]);
const examples = fc.array(example, { maxLength: 3 }).map(twin);

/** Every form of a query. */
const query: fc.Arbitrary<Twin> = fc.oneof(
  example,
  fc.constant(same({ fusion: 'rrf' })),
  example.map(([g, h]): Twin => [
    { nearest: g, mmr: { diversity: 0.3 } },
    { nearest: h, mmr: { diversity: 0.3 } },
  ]),
  fc
    .tuple(examples, examples)
    .map(([[p, hp], [n, hn]]): Twin => [
      { recommend: { positive: p, negative: n, strategy: 'best_score' } },
      { recommend: { positive: hp, negative: hn, strategy: 'best_score' } },
    ]),
  fc
    .tuple(example, fc.array(pair).map(twin))
    .map(([[t, ht], [c, hc]]): Twin => [
      { discover: { target: t, context: c } },
      { discover: { target: ht, context: hc } },
    ]),
  fc.oneof(pair, fc.array(pair).map(twin)).map(([g, h]): Twin => [{ context: g }, { context: h }]),
  fc.tuple(example, examples).map(([[t, ht], [e, he]]): Twin => {
    const feedback = (all: readonly unknown[]) => all.map((one, index) => ({ example: one, score: index }));
    const strategy = { naive: { a: 1, b: 1, c: 1 } };
    return [
      { relevance_feedback: { target: t, feedback: feedback(e), strategy } },
      { relevance_feedback: { target: ht, feedback: feedback(he), strategy } },
    ];
  }),
);

/** A body of `query` or `queryGroups`, with single prefetches and lists of them at any depth. */
const { queryBody } = fc.letrec<{ queryBody: Twin }>((tie) => ({
  queryBody: fc
    .tuple(
      query,
      fc.oneof(
        { depthSize: 'small' },
        fc.constant(same([])),
        tie('queryBody'),
        fc.array(tie('queryBody'), { maxLength: 2 }).map(twin),
      ),
    )
    .map(([[q, hq], [p, hp]]): Twin => [
      { query: q, limit: 3, prefetch: p },
      { query: hq, limit: 3, prefetch: hp },
    ]),
}));

const stored = vectorTwin('passage');
const named = fc
  .dictionary(fc.constantFrom('a', 'b', '__proto__'), fc.oneof(stored, sparseTwin), { noNullPrototype: true })
  .map((vectors): Twin => [
    Object.fromEntries(Object.entries(vectors).map(([name, [g]]) => [name, g])),
    Object.fromEntries(Object.entries(vectors).map(([name, [, h]]) => [name, h])),
  ]);
const pointVectors = fc.oneof(stored, named);
const points = fc.array(pointVectors, { maxLength: 3 }).map((all): Twin => {
  const of = (vectors: readonly unknown[]) => ({
    points: vectors.map((vector, id) => ({ id, vector, payload: { id } })),
  });
  return [of(twin(all)[0]), of(twin(all)[1])];
});
const columns = fc
  .tuple(fc.array(pointVectors, { maxLength: 3 }).map(twin), fc.array(stored, { maxLength: 3 }).map(twin), fc.boolean())
  .map(([[list, byHand], [column, columnByHand], isNamed]): Twin => [
    { batch: { ids: [1], vectors: isNamed ? { a: column } : list } },
    { batch: { ids: [1], vectors: isNamed ? { a: columnByHand } : byHand } },
  ]);
const writes = fc.oneof(points, columns);
const operations = fc
  .array(fc.tuple(writes, fc.constantFrom('upsert', 'update_vectors')), { maxLength: 3 })
  .map((all): Twin => [
    { operations: [{ delete: { points: [7] } }, ...all.map(([[g], name]) => ({ [name]: g }))] },
    { operations: [{ delete: { points: [7] } }, ...all.map(([[, h], name]) => ({ [name]: h }))] },
  ]);
const searches = fc
  .array(queryBody, { maxLength: 3 })
  .map((all): Twin => [{ searches: twin(all)[0] }, { searches: twin(all)[1] }]);

it.each<[BodyKind, fc.Arbitrary<Twin>]>([
  ['queryBody', queryBody],
  ['queriesBody', searches],
  ['upsertBody', writes],
  ['updatesBody', operations],
])('replaces any tree of inference objects in a %s by their vectors, and changes no object', async (kind, twins) => {
  const inference = { registry: createEmbedderRegistry(createEmbedders()), isServerSide: false };
  await fc.assert(
    fc.asyncProperty(twins, async ([given, byHand]) => {
      const before = structuredClone(given);
      expect(await prepareRequest(given as object, kind, { inference })).toEqual(byHand);
      expect(given).toEqual(before);
    }),
  );
});
