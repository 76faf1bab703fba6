// Imported by package name, because the session's worker starts only from built files.
import { rerankerConformance } from '@x/core/testing';
import { TextCrossEncoder } from '@x/cross-encoder';
import { afterAll, beforeAll, describe, it } from 'vitest';

let reranker: TextCrossEncoder;
beforeAll(async () => {
  reranker = await TextCrossEncoder.load('x/bge-small-reranker-en', { searchFrom: [import.meta.url], threads: 1 });
});
afterAll(() => reranker.dispose());

describe('TextCrossEncoder', () => {
  for (const { name, run } of rerankerConformance({ withReranker: (use) => use(reranker) })) it(name, run);
});
