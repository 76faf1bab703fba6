import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { DisposedError, type EncodedSequence, InvalidArgumentError, SequenceTooLongError } from '@x/core';
// Imported by package name, because the session's worker starts only from built files.
import { LateInteractionTextEmbedding } from '@x/embed';
import { contextGraph, lookUpGraph } from '@x/tiny-onnx';
import { Tokenizer } from '@x/tokenizer';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { ColbertRules } from './colbert-rules.ts';

const shipped = fileURLToPath(new URL('../../../../models/all-minilm-l6-v2/', import.meta.url));
const name = 'answerdotai/answerai-colbert-small-v1';
const [dimension, vocabulary] = [96, 30_522];
const [queryMarker, documentMarker, cls, sep, mask, comma, hello, world] = [1, 2, 101, 102, 103, 1010, 7592, 2088];

/** Returns small whole numbers, so that sums are exact. Those of the mask and the padding are large, so that reading them would change the results. */
function stateOf(token: number, component: number): number {
  return token === mask || token === 0 ? 100 + component : ((token * (component + 3)) % 17) - 8;
}

/** Returns the graph's row of each token when the first `attended` tokens attend to each other. */
function contextRows(tokens: readonly number[], attended = tokens.length): number[][] {
  const seen = tokens.slice(0, attended);
  return tokens.map((token) =>
    Array.from({ length: dimension }, (_, component) =>
      seen.reduce((sum, other) => sum + stateOf(other, component), stateOf(token, component)),
    ),
  );
}

function unit(row: readonly number[]): number[] {
  const length = Math.hypot(...row);
  return row.map((value) => value / length);
}

function expectClose(actual: readonly Float32Array[], expected: readonly (readonly number[])[]): void {
  expect(actual).toHaveLength(expected.length);
  for (const [token, row] of actual.entries()) {
    expect(row).toHaveLength(dimension);
    for (const [component, value] of row.entries()) expect(value).toBeCloseTo(expected[token]![component]!, 4);
  }
}

let modelPath: string;
let embedding: LateInteractionTextEmbedding;
beforeAll(async () => {
  modelPath = await mkdtemp(join(tmpdir(), 'x-colbert-'));
  for (const file of ['tokenizer.json', 'tokenizer_config.json']) await cp(join(shipped, file), join(modelPath, file));
  await writeFile(
    join(modelPath, 'vespa_colbert.onnx'),
    contextGraph({ vocabulary, hidden: dimension, valueOf: stateOf }),
  );
  embedding = await load(256);
});
afterAll(async () => {
  await embedding.dispose();
  await rm(modelPath, { recursive: true });
});

function load(maxLength: number): Promise<LateInteractionTextEmbedding> {
  return LateInteractionTextEmbedding.load(name, { modelPath, maxLength, threads: 1 });
}

it('inserts the marker after the first token of a document, and skips rows of punctuation', async () => {
  const [rows] = await embedding.embed(['hello, world']);
  const context = contextRows([cls, documentMarker, hello, comma, world, sep]);
  const expected = [0, 1, 2, 4, 5].map((token) => unit(context[token]!));
  expectClose(rows!, expected);
});

it('pads a query to 32 rows with masks outside the attention, and does not normalize its rows', async () => {
  const rows = await embedding.queryEmbed('hello, world');
  const tokens = [cls, queryMarker, hello, comma, world, sep];
  expectClose(rows, contextRows([...tokens, ...Array.from({ length: 26 }, () => mask)], tokens.length));
});

it('includes markers and masks in the reported usage', async () => {
  const usages: number[] = [];
  const onUsage = ({ tokens }: { readonly tokens: number }): void => void usages.push(tokens);
  await embedding.embed(['hello, world'], { onUsage });
  await embedding.queryEmbed('hello, world', { onUsage });
  expect(usages).toEqual([6, 32]);
});

it('returns more than 32 rows for a long query', async () => {
  expect(await embedding.queryEmbed('hello '.repeat(40))).toHaveLength(43);
});

it('returns the same rows for a document alone, in any batch, beside queries and as a stream', async () => {
  const words = fc.array(fc.constantFrom('hello', 'world', ',', 'bees', 'honey!'), { maxLength: 12 });
  const lists = fc.array(
    words.map((list) => list.join(' ')),
    { minLength: 1, maxLength: 6 },
  );
  const query = await embedding.queryEmbed('hello');
  await fc.assert(
    fc.asyncProperty(lists, async (documents) => {
      const [together, again] = await Promise.all([embedding.embed(documents), embedding.queryEmbed('hello')]);
      expect(again).toEqual(query);
      for (const [index, document] of documents.entries()) {
        expect(together[index]).toEqual((await embedding.embed([document]))[0]);
      }
      const streamed: Float32Array[][] = [];
      for await (const rows of embedding.embedStream(documents)) streamed.push(rows);
      expect(streamed).toEqual(together);
    }),
    { numRuns: 15 },
  );
});

it('counts the marker toward the limit, and reports tokens cut for it', async () => {
  await using short = await load(5);
  expect(short.maxLength).toBe(5);
  const cut: number[] = [];
  const onTruncation = ({ truncatedTokens }: { truncatedTokens: number }): number => cut.push(truncatedTokens);
  const [whole, long] = await short.embed(['hello world', 'hello world bees'], { onTruncation });
  expect(whole).toHaveLength(5);
  expect(long).toEqual(whole);
  await short.queryEmbed('hello world bees', { onTruncation });
  expect(cut).toEqual([1, 1]);
  const strict = { modelPath, maxLength: 5, truncationPolicy: 'error', isolation: 'inline' } as const;
  await using refusing = await LateInteractionTextEmbedding.load(name, strict);
  await expect(refusing.queryEmbed('hello world bees')).rejects.toThrow(SequenceTooLongError);
  await expect(LateInteractionTextEmbedding.load(name, { modelPath, maxLength: 3 })).rejects.toThrow(/maxLength/);
});

it('treats markers and masks spelled out in a text as ordinary words', async () => {
  expect(await embedding.embed(['hello [MASK] [SEP]'])).toEqual(await embedding.embed(['hello [ MASK ] [ SEP ]']));
  expect(await embedding.queryEmbed('hello [MASK]')).toEqual(await embedding.queryEmbed('hello [ MASK ]'));
  const modelPathOfMarkers = await mkdtemp(join(tmpdir(), 'x-colbert-markers-'));
  await cp(modelPath, modelPathOfMarkers, { recursive: true });
  const path = join(modelPathOfMarkers, 'tokenizer.json');
  const file = JSON.parse(await readFile(path, 'utf8')) as { added_tokens: { id: number; content: string }[] };
  const [added] = file.added_tokens;
  file.added_tokens.push({ ...added!, id: 1, content: '[unused0]', special: false } as never);
  await writeFile(path, JSON.stringify(file));
  await using marked = await LateInteractionTextEmbedding.load(name, { modelPath: modelPathOfMarkers, threads: 1 });
  expect(await marked.embed(['hello [unused0]'])).toEqual(await marked.embed(['hello [ unused0 ]']));
  await rm(modelPathOfMarkers, { recursive: true });
});

it('rejects with the reason of a signal, and after dispose', async () => {
  const other = await load(64);
  const reason = new Error('enough');
  await expect(other.queryEmbed('a', { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  await other.dispose();
  await expect(other.queryEmbed('a')).rejects.toThrow(DisposedError);
});

it('lets queries attend to their masks with attendsMasks', async () => {
  const settings = { queryMarkerId: 7, documentMarkerId: 8, maskToken: '[MASK]', attendsMasks: true };
  const tokenizer = await Tokenizer.load(shipped);
  const rules = await ColbertRules.create(tokenizer, settings);
  const { inputIds, attendedTokens } = rules.toQuery(await tokenizer.encode('hello'));
  expect([...inputIds]).toEqual([cls, 7, hello, sep, ...Array.from({ length: 28 }, () => mask)]);
  expect(attendedTokens).toBe(32);
  const refused = ColbertRules.create(tokenizer, { ...settings, maskToken: '<mask>' });
  await expect(refused).rejects.toSatisfy(InvalidArgumentError.isInstance);
  await expect(refused).rejects.toThrow(/, but is "<mask>"\. Check that the file belongs to this model\.$/);
});

it('does not pad queries and keeps punctuation and masks of texts if the settings say so', async () => {
  const tokenizer = await Tokenizer.load(shipped);
  const settings = {
    queryMarkerId: 7,
    documentMarkerId: 8,
    maskToken: '[PAD]',
    attendsMasks: false,
    expandsQueries: false,
    skipsPunctuation: false,
  };
  const rules = await ColbertRules.create(tokenizer, settings);
  const query = rules.toQuery(await tokenizer.encode('hello'));
  expect([...query.inputIds]).toEqual([cls, 7, hello, sep]);
  expect(query.attendedTokens).toBeUndefined();
  expect(rules.queryRows([Float32Array.of(3, 4)])).toEqual([Float32Array.of(0.6, 0.8)]);
  const document = rules.toDocument({ inputIds: Int32Array.of(cls, comma, 0, sep) } as EncodedSequence);
  expect(
    rules.documentRows(
      Array.from({ length: 5 }, () => Float32Array.of(3, 4)),
      document,
    ),
  ).toHaveLength(5);
});

it('allows one token more than the limit in the files when that limit does not count the marker', async () => {
  const [lateOn, width] = ['lightonai/LateOn', 128];
  const path = await mkdtemp(join(tmpdir(), 'x-lateon-'));
  try {
    await cp(join(shipped, 'tokenizer.json'), join(path, 'tokenizer.json'));
    await writeFile(join(path, 'tokenizer_config.json'), '{"model_max_length": 5}');
    await writeFile(join(path, 'model.onnx'), lookUpGraph({ vocabulary: 50_370, hidden: width, valueOf: () => 1 }));
    const loadLateOn = async (options: object): Promise<LateInteractionTextEmbedding> =>
      LateInteractionTextEmbedding.load(lateOn, { modelPath: path, isolation: 'inline', ...options });
    await using whole = await loadLateOn({ truncationPolicy: 'truncate' });
    expect(whole.maxLength).toBe(6);
    expect((await whole.embed(['hello '.repeat(9)]))[0]).toHaveLength(6);
    const query = await whole.queryEmbed('hello world');
    expect(query.map(([first]) => first)).toEqual(Array.from({ length: 5 }, () => Math.fround(1 / Math.sqrt(width))));
    await using short = await loadLateOn({ maxLength: 5 });
    expect(short.maxLength).toBe(5);
  } finally {
    await rm(path, { recursive: true });
  }
});
