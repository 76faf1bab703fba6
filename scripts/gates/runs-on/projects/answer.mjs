// The program for every runtime and bundler: both bundled models in every isolation, BM25, and a search in a folder and on a server.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TextCrossEncoder } from '@x/cross-encoder';
import { SparseTextEmbedding, TextEmbedding } from '@x/embed';
import { QdrantClient } from '@x/qdrant-adapter';
import { serve } from '@x/qdrant-local/server';

const documents = ['A volcano threw ash over the town.', 'Bees make honey from nectar.'];

/** @param {'worker' | 'process' | 'inline'} isolation */
async function rank(isolation) {
  const embedding = await TextEmbedding.load('sentence-transformers/all-MiniLM-L6-v2', { isolation, offline: true });
  const reranker = await TextCrossEncoder.load('x/bge-small-reranker-en', { isolation, offline: true });
  const vectors = await embedding.embed(documents);
  const scores = await reranker.score('How is honey made?', documents);
  const runtimes = [embedding.runtime, reranker.runtime];
  await embedding.dispose();
  await reranker.dispose();
  return { runtimes, vectors: vectors.map((vector) => Array.from(vector)), scores };
}

/** Returns the BM25 terms of the first document for two languages, whose stemmers come from different packages. */
async function findWords() {
  const found = [];
  for (const language of /** @type {const} */ (['english', 'greek'])) {
    const bm25 = await SparseTextEmbedding.load('Qdrant/bm25', { language });
    const { indices, values } = await bm25.queryEmbed(documents[0] ?? '');
    found.push(Array.from(indices), Array.from(values));
  }
  return found;
}

/** @param {readonly (readonly number[])[]} vectors */
async function searchFolder(vectors) {
  const path = mkdtempSync(join(tmpdir(), 'x-runs-on-'));
  const found = await search(new QdrantClient({ path }), vectors);
  rmSync(path, { recursive: true });
  return found;
}

/** @param {readonly (readonly number[])[]} vectors */
async function searchServer(vectors) {
  const server = await serve({ port: 0 });
  const found = await search(new QdrantClient({ url: server.url }), vectors);
  await server.close();
  return found;
}

/** @param {QdrantClient} client @param {readonly (readonly number[])[]} vectors */
async function search(client, vectors) {
  await client.createCollection('documents', { vectors: { size: 384, distance: 'Cosine' } });
  await client.upsert('documents', { points: vectors.map((vector, id) => ({ id, vector: [...vector] })) });
  const { points } = await client.query('documents', { query: [...(vectors[1] ?? [])], limit: 1 });
  await client.close();
  return points[0]?.id;
}

/** @returns {Promise<string | undefined>} code of the error for an execution provider that does not exist */
async function refusal() {
  const options = /** @type {const} */ ({ isolation: 'process', offline: true, executionProviders: ['none'] });
  return TextEmbedding.load('sentence-transformers/all-MiniLM-L6-v2', options).catch(({ code }) => code);
}

/** Returns all results as one line, which does not depend on the isolations. @param {readonly ('process' | 'inline')[]} isolations */
export async function answer(isolations = ['process', 'inline']) {
  const worker = await rank('worker');
  const others = [];
  for (const isolation of isolations) others.push(await rank(isolation));
  const { runtimes, vectors, scores } = worker;
  const found = [await searchFolder(vectors), await searchServer(vectors)];
  const words = await findWords();
  const refused = await refusal();
  const same = others.every((other) => JSON.stringify(other) === JSON.stringify(worker));
  return JSON.stringify({ runtimes, vector: vectors[0]?.slice(0, 4), scores, words, found, refused, same });
}
