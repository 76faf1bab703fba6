import { fileURLToPath } from 'node:url';

import { DisposedError, InvalidArgumentError, UnknownModelError } from '@x/core';
// Imported by package name, because the session's worker starts only from built files.
import { LateInteractionTextEmbedding } from '@x/embed';
import { Tokenizer } from '@x/tokenizer';
import * as ort from 'onnxruntime-node';
import { afterAll, beforeAll, expect, it } from 'vitest';

const name = 'sentence-transformers/all-MiniLM-L6-v2';
const directory = fileURLToPath(new URL('../../../../models/all-minilm-l6-v2', import.meta.url));

let embedding: LateInteractionTextEmbedding;
beforeAll(async () => {
  embedding = await LateInteractionTextEmbedding.load(name, { modelPath: directory, threads: 1 });
});
afterAll(() => embedding.dispose());

/** Returns the sum over the query's tokens of the greatest dot product with a token of the document. */
function maxSim(query: readonly Float32Array[], document: readonly Float32Array[]): number {
  const dot = (a: Float32Array, b: Float32Array): number => a.reduce((sum, value, index) => sum + value * b[index]!, 0);
  return query.reduce((sum, row) => sum + Math.max(...document.map((other) => dot(row, other))), 0);
}

/** Returns the hidden states of one text directly from the graph, each scaled to length 1. */
async function hiddenStates(text: string): Promise<Float32Array[]> {
  const { inputIds } = await (await Tokenizer.load(directory)).encode(text);
  const session = await ort.InferenceSession.create(`${directory}/model.onnx`, { intraOpNumThreads: 1 });
  const row = (fill: (index: number) => bigint) =>
    new ort.Tensor(
      'int64',
      BigInt64Array.from(inputIds, (_, index) => fill(index)),
      [1, inputIds.length],
    );
  const feeds: Record<string, ort.Tensor> = { input_ids: row((index) => BigInt(inputIds[index]!)) };
  if (session.inputNames.includes('attention_mask')) feeds['attention_mask'] = row(() => 1n);
  if (session.inputNames.includes('token_type_ids')) feeds['token_type_ids'] = row(() => 0n);
  const output = (await session.run(feeds))[session.outputNames[0]!]!;
  const data = output.data as Float32Array;
  await session.release();
  return Array.from(inputIds, (_, token) => {
    const vector = data.slice(token * 384, (token + 1) * 384);
    const length = Math.hypot(...vector);
    return vector.map((value) => value / length);
  });
}

it("returns the graph's hidden state of each token, scaled to length 1", async () => {
  const text = 'Bees fan nectar until honey is left.';
  const expected = await hiddenStates(text);
  const [rows] = await embedding.embed([text]);
  expect(rows).toHaveLength(expected.length);
  for (const [token, row] of rows!.entries()) {
    for (const [index, value] of row.entries()) expect(Math.abs(value - expected[token]![index]!)).toBeLessThan(1e-5);
  }
});

it('returns the same rows for a text alone and in a batch, as a list and as a stream', async () => {
  const texts = ['honey', 'A much longer text about bees, hives and the honey in them.', '', 'honey'];
  const together = await embedding.embed(texts);
  for (const [index, text] of texts.entries()) {
    const [alone] = await embedding.embed([text]);
    expect(together[index]!.length).toBe(alone!.length);
    for (const [token, row] of alone!.entries()) {
      for (const [component, value] of row.entries()) {
        expect(Math.abs(together[index]![token]![component]! - value)).toBeLessThan(1e-6);
      }
    }
  }
  const streamed: Float32Array[][] = [];
  for await (const rows of embedding.embedStream(texts)) streamed.push(rows);
  expect(streamed.map((rows) => rows.length)).toEqual(together.map((rows) => rows.length));
  expect(await embedding.embed([])).toEqual([]);
});

it('ranks the document that answers a query first by MaxSim', async () => {
  const documents = ['Bees make honey from nectar.', 'A volcano threw ash over the town.', 'Ships sail with the tide.'];
  const rows = await embedding.passageEmbed(documents);
  const query = await embedding.queryEmbed('How is honey made?');
  const scores = rows.map((document) => maxSim(query, document));
  expect(Math.max(...scores)).toBe(scores[0]);
});

it('truncates and reports long texts, and rejects with the reason of a signal', async () => {
  const reports: number[] = [];
  const [rows] = await embedding.embed(['word '.repeat(600)], {
    onTruncation: ({ index }) => reports.push(index),
  });
  expect(rows).toHaveLength(embedding.maxLength);
  expect(reports).toEqual([0]);
  const reason = new Error('enough');
  await expect(embedding.embed(['a'], { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  await expect(embedding.queryEmbed(' ')).rejects.toThrow(InvalidArgumentError);
  await expect(embedding.embed([7 as unknown as string])).rejects.toThrow('documents[0]');
});

it('refuses models without mean pooling, unknown models, and calls after dispose', async () => {
  await expect(LateInteractionTextEmbedding.load('BAAI/bge-small-en-v1.5')).rejects.toThrow(
    /pooling of this model is 'cls'/,
  );
  await expect(LateInteractionTextEmbedding.load('no-such-model')).rejects.toThrow(UnknownModelError);
  const other = await LateInteractionTextEmbedding.load(name, { modelPath: directory, threads: 1 });
  await other.dispose();
  await other.dispose();
  await expect(other.embed(['a'])).rejects.toThrow(DisposedError);
});
