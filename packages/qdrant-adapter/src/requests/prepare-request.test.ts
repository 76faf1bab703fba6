import { InvalidArgumentError, ShapeMismatchError, UnknownModelError } from '@x/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCountingEmbedder, vectorOf } from '../__tests__/counting-embedder.ts';
import { createEmbedderRegistry } from '../inference/embedder-registry.ts';
import { Document, Image, InferenceObject } from '../wire/inference-objects.ts';
import { prepareRequest } from './prepare-request.ts';
import type { BodyKind } from '@x/qdrant-local/wire';

function setup() {
  const small = createCountingEmbedder('org/small', 3);
  const large = createCountingEmbedder('org/large', 5);
  const registry = createEmbedderRegistry([small, large]);
  const prepare = (body: object, kind: BodyKind, isServerSide = false) =>
    prepareRequest(body, kind, { inference: { registry, isServerSide } });
  return { small, large, registry, prepare };
}

const small = (text: string) => Document({ text, model: 'org/small' });
const large = (text: string) => Document({ text, model: 'ORG/Large' });
const asQuery = (text: string) => vectorOf(text, 3, 'query');
const asPassage = (text: string) => vectorOf(text, 3, 'passage');

describe('prepareRequest', () => {
  it('embeds documents of points as passages, unnamed, named and by column', async () => {
    const { prepare } = setup();
    const points = [
      { id: 1, vector: small('a') },
      { id: 2, vector: { one: small('b'), two: large('c'), three: [1, 2] } },
    ];
    expect(await prepare({ points }, 'upsertBody')).toEqual({
      points: [
        { id: 1, vector: asPassage('a') },
        { id: 2, vector: { one: asPassage('b'), two: vectorOf('c', 5, 'passage'), three: [1, 2] } },
      ],
    });
    const columns = { ids: [1, 2], vectors: { one: [small('a'), [1, 2, 3]] } };
    expect(await prepare({ batch: columns }, 'upsertBody')).toEqual({
      batch: { ids: [1, 2], vectors: { one: [asPassage('a'), [1, 2, 3]] } },
    });
    expect(await prepare({ batch: { ids: [1], vectors: [small('a')] } }, 'upsertBody')).toEqual({
      batch: { ids: [1], vectors: [asPassage('a')] },
    });
  });

  it('embeds documents of queries as queries, in every form of query', async () => {
    const { prepare } = setup();
    const [a, b, c] = ['a', 'b', 'c'].map(small);
    const [va, vb, vc] = ['a', 'b', 'c'].map(asQuery);
    const forms: [unknown, unknown][] = [
      [a, va],
      [
        { nearest: a, mmr: { diversity: 0.5 } },
        { nearest: va, mmr: { diversity: 0.5 } },
      ],
      [{ recommend: { positive: [a, 7], negative: [b] } }, { recommend: { positive: [va, 7], negative: [vb] } }],
      [
        { discover: { target: a, context: [{ positive: b, negative: c }] } },
        { discover: { target: va, context: [{ positive: vb, negative: vc }] } },
      ],
      [{ context: { positive: a, negative: b } }, { context: { positive: va, negative: vb } }],
      [{ fusion: 'rrf' }, { fusion: 'rrf' }],
      [null, null],
      [7, 7],
      [
        [0.1, 0.2],
        [0.1, 0.2],
      ],
      [
        { indices: [1], values: [0.5] },
        { indices: [1], values: [0.5] },
      ],
    ];
    for (const [given, expected] of forms) {
      expect(await prepare({ query: given }, 'queryBody')).toEqual({ query: expected });
    }
  });

  it('does not embed payloads or the values of filters, whatever their form', async () => {
    const { prepare, small: embedder } = setup();
    const payload = { vector: small('not to be embedded'), query: small('nor this'), points: [{ id: -1 }] };
    const { points } = (await prepare({ points: [{ id: 1, vector: [1], payload }] }, 'upsertBody')) as {
      points: { payload: unknown }[];
    };
    expect(points[0]!.payload).toEqual(payload);
    const filter = { must: [{ key: 'text', match: { text: 'a', model: 'b' } }] };
    expect((await prepare({ filter, query: [1] }, 'queryBody'))['filter']).toEqual(filter);
    expect(embedder.calls).toEqual([]);
  });

  it('leaves the plain values of formulas and parameters unchanged', async () => {
    const { prepare } = setup();
    const formula = { sum: [1, 'rank', { lin_decay: { x: 'rank', target: 2 ** 60 } }, { neg: 2 }] };
    const body = { query: { formula, defaults: { id: 2 ** 60 } }, params: { idf: 'global' }, offset: 2 ** 60 };
    expect(await prepare(body, 'queryBody')).toEqual(body);
    expect(await prepare({ query: { formula: 0.5 } }, 'queryBody')).toEqual({ query: { formula: 0.5 } });
  });

  it('calls each embedder once for all passages, and embeds equal texts once', async () => {
    const { prepare, small: smallEmbedder, large: largeEmbedder } = setup();
    const texts = ['a', 'b', 'a', 'c', 'b'];
    const points = texts.map((text, id) => ({ id, vector: { one: small(text), two: large(text) } }));
    await prepare({ points }, 'upsertBody');
    expect(smallEmbedder.calls).toEqual([{ purpose: 'passage', texts: ['a', 'b', 'c'] }]);
    expect(largeEmbedder.calls).toEqual([{ purpose: 'passage', texts: ['a', 'b', 'c'] }]);
  });

  it('finds every model before it embeds the first text', async () => {
    const { prepare, small: embedder } = setup();
    const points = [
      { id: 1, vector: small('a') },
      { id: 2, vector: Document({ text: 'b', model: 'org/smal' }) },
    ];
    await expect(prepare({ points }, 'upsertBody')).rejects.toThrow(UnknownModelError);
    expect(embedder.calls).toEqual([]);
  });

  it('leaves all inference objects to a server that embeds', async () => {
    const { prepare } = setup();
    const query = Image({ image: 'https://example.org/a.png', model: 'unknown' });
    expect(await prepare({ query }, 'queryBody', true)).toEqual({ query });
  });

  it('embeds images separately from texts of the same model, and rejects unsupported content', async () => {
    const calls: unknown[] = [];
    const imageEmbed = async (images: readonly string[]) => {
      calls.push(images);
      return images.map((image) => new Float32Array([image.length]));
    };
    const both = { ...createCountingEmbedder('org/both', 1), imageEmbed };
    const imagesOnly = { modelName: 'org/images', dimension: 1, imageEmbed };
    const inference = { registry: createEmbedderRegistry([both, imagesOnly]), isServerSide: false };
    const image = (name: string) => Image({ image: name, model: 'org/both' });
    const nearest = [image('a.png'), Document({ text: 'a.png', model: 'org/both' }), image('a.png')];
    const object = InferenceObject({ object: 'b.png', model: 'org/images' });
    const query = { recommend: { positive: [...nearest, object] } };
    const text = vectorOf('a.png', 1, 'query');
    const [five, text2, five2] = [new Float32Array([5]), text, new Float32Array([5])];
    expect(await prepareRequest({ query }, 'queryBody', { inference })).toEqual({
      query: { recommend: { positive: [five, text2, five2, five] } },
    });
    expect([calls, both.calls]).toEqual([[['a.png'], ['b.png']], [{ purpose: 'query', texts: ['a.png'] }]]);
    const onlyText = prepareRequest({ query: Image({ image: 'x', model: 'org/small' }) }, 'queryBody', {
      inference: { registry: setup().registry, isServerSide: false },
    });
    await expect(onlyText).rejects.toThrow(/^query must be a text, but is .*\. .* does not embed images\.$/);
    const onlyImages = prepareRequest({ query: Document({ text: 'x', model: 'org/images' }) }, 'queryBody', {
      inference,
    });
    await expect(onlyImages).rejects.toThrow(/^query must be an image, but is .*\. .* does not embed texts\.$/);
  });

  it("rejects with the signal's reason while a model is still being loaded", async () => {
    const controller = new AbortController();
    const registry = createEmbedderRegistry(() => new Promise(() => {}));
    const options = { inference: { registry, isServerSide: false }, signal: controller.signal };
    const prepared = prepareRequest({ query: small('a') }, 'queryBody', options);
    controller.abort('enough');
    await expect(prepared).rejects.toBe('enough');
  });

  it('embeds a string in an InferenceObject as text, and rejects images and options', async () => {
    const { prepare } = setup();
    const model = 'org/small';
    expect(await prepare({ query: InferenceObject({ object: 'a', model }) }, 'queryBody')).toEqual({
      query: asQuery('a'),
    });
    const image = prepare({ query: Image({ image: 'x', model }) }, 'queryBody');
    await expect(image).rejects.toThrow(/^query must be a text/);
    const withOptions = prepare({ query: Document({ text: 'a', model, options: { a: 1 } }) }, 'queryBody');
    await expect(withOptions).rejects.toThrow(/^query\.options must be absent/);
  });

  it('names the path of the first invalid vector, id or text', async () => {
    const { prepare } = setup();
    const bad: [object, BodyKind, string][] = [
      [
        {
          points: [
            { id: 1, vector: [1] },
            { id: 2, vector: { a: [1, Number.NaN] } },
          ],
        },
        'upsertBody',
        'points[1].vector.a[1]',
      ],
      [{ points: [{ id: 1, vector: [1, 1e300] }] }, 'upsertBody', 'points[0].vector[1]'],
      [{ points: [{ id: 1, vector: [] }] }, 'upsertBody', 'points[0].vector'],
      [{ points: [{ id: 1, vector: [[1], [Infinity]] }] }, 'upsertBody', 'points[0].vector[1][0]'],
      [{ points: [{ id: -1, vector: [1] }] }, 'upsertBody', 'points[0].id'],
      [{ points: [{ id: 1, vector: { a: null } }] }, 'upsertBody', 'points[0].vector.a'],
      [{ points: [{ id: 1, vector: 7 }] }, 'upsertBody', 'points[0].vector'],
      [{ points: 7 }, 'upsertBody', 'points'],
      [
        { query: { formula: { sum: ['$score', { has_id: [2 ** 53] }] } } },
        'queryBody',
        'query.formula.sum[1].has_id[0]',
      ],
      [
        { params: { idf: { corpus: { must: [{ has_id: [2 ** 53] }] } } } },
        'queryBody',
        'params.idf.corpus.must[0].has_id[0]',
      ],
      [
        { replicate_points: { filter: { must: { has_id: [2 ** 53] } } } },
        'clusterBody',
        'replicate_points.filter.must.has_id[0]',
      ],
      [{ points: [1, 2.5] }, 'idsBody', 'points[1]'],
      [{ ids: 'abc' }, 'idsBody', 'ids'],
      [{ query: 'no uuid' }, 'queryBody', 'query'],
      [{ prefetch: [{ prefetch: { query: [Number.NaN] } }] }, 'queryBody', 'prefetch[0].prefetch.query[0]'],
      [{ query: { recommend: { positive: [1, [2, '3']] } } }, 'queryBody', 'query.recommend.positive[1][1]'],
      [{ query: { indices: [1, 1], values: [1, 2] } }, 'queryBody', 'query.indices[1]'],
      [{ query: { indices: [1], values: [1, 2] } }, 'queryBody', 'query'],
      [{ query: { text: 7, model: 'org/small' } }, 'queryBody', 'query.text'],
    ];
    for (const [body, kind, place] of bad) {
      const error = await prepare(body, kind).catch((reason: unknown) => reason);
      expect(InvalidArgumentError.isInstance(error) && error.parameter).toBe(place);
    }
  });

  it('rejects an embedder that returns too few vectors, or a vector that is not finite', async () => {
    const short = { ...createCountingEmbedder('org/short'), passageEmbed: async () => [] };
    const broken = { ...createCountingEmbedder('org/broken'), queryEmbed: async () => new Float32Array([Number.NaN]) };
    const inference = { registry: createEmbedderRegistry([short, broken]), isServerSide: false };
    const points = [{ id: 1, vector: Document({ text: 'a', model: 'org/short' }) }];
    const tooFew = prepareRequest({ points }, 'upsertBody', { inference });
    await expect(tooFew).rejects.toThrow(ShapeMismatchError);
    await expect(tooFew).rejects.toThrow(/^The embedder "org\/short" returned 0 vectors for 1 text\.$/);
    const none = { ...createCountingEmbedder('org/none'), queryEmbed: async () => null };
    const registry = createEmbedderRegistry([none as never]);
    const noVector = { query: Document({ text: 'a', model: 'org/none' }) };
    await expect(
      prepareRequest(noVector, 'queryBody', { inference: { registry, isServerSide: false } }),
    ).rejects.toThrow(/^The embedder returned null instead of a vector for query\.$/);
    const query = Document({ text: 'a', model: 'org/broken' });
    await expect(prepareRequest({ query }, 'queryBody', { inference })).rejects.toThrow(/^query\[0\] must be a finite/);
  });

  it('keeps a vector named __proto__', async () => {
    const { prepare } = setup();
    const vector = JSON.parse('{"__proto__": [1, 2]}') as object;
    expect(JSON.stringify(await prepare({ points: [{ id: 1, vector }] }, 'upsertBody'))).toContain('"__proto__":[1,2]');
  });
});

describe('a list of numbers in the place of a vector', () => {
  const largest = 2 ** 128 - 2 ** 104;
  const component = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom(-0, largest, 2 ** 128 - 2 ** 103, 2 ** 128 - 2 ** 103 - 2 ** 75, 2 ** 128, 5e-324),
    fc.float({ noNaN: true, noDefaultInfinity: true }),
  );

  it('is accepted when all numbers are finite as 32-bit floats, else rejected at the first other one', async () => {
    const { prepare } = setup();
    await fc.assert(
      fc.asyncProperty(fc.array(component, { maxLength: 5 }), fc.nat(4), async (list, sign) => {
        const vector = list.map((value, index) => (index === sign ? -value : value));
        const bad = vector.findIndex((value) => !Number.isFinite(Math.fround(value)));
        const preparing = prepare({ points: [{ id: 1, vector: { hull: vector } }] }, 'upsertBody');
        if (bad === -1 && vector.length > 0) {
          const { points } = (await preparing) as { points: { vector: { hull: number[] } }[] };
          expect(points[0]!.vector.hull.map((value) => value + 0)).toEqual(vector.map((value) => value + 0));
        } else {
          const parameter = `points[0].vector.hull${bad === -1 ? '' : `[${bad}]`}`;
          await expect(preparing).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', parameter });
        }
      }),
      { numRuns: 300 },
    );
  });
});
