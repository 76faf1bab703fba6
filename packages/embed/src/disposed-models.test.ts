import { fileURLToPath } from 'node:url';

import { DisposedError } from '@x/core';
// Imported by package name, because the session's worker starts only from built files.
import {
  HybridTextEmbedding,
  LateInteractionTextEmbedding,
  SparseTextEmbedding,
  StaticTextEmbedding,
  TextEmbedding,
} from '@x/embed';
import { expect, it } from 'vitest';

const pathOf = (folder: string): string => fileURLToPath(new URL(folder, import.meta.url));
const miniLm = 'sentence-transformers/all-MiniLM-L6-v2';
const fromModels = { modelPath: pathOf('../../../models/all-minilm-l6-v2'), threads: 1 };
const hybrid = 'test/tiny-bge-m3';

it.each<[string, () => Promise<{ dispose(): Promise<void> }>]>([
  ['TextEmbedding', () => TextEmbedding.load(miniLm, fromModels)],
  ['LateInteractionTextEmbedding', () => LateInteractionTextEmbedding.load(miniLm, fromModels)],
  ['SparseTextEmbedding', () => SparseTextEmbedding.load('Qdrant/bm25')],
  ['StaticTextEmbedding', () => StaticTextEmbedding.load('x/static-en', { searchFrom: [import.meta.url] })],
  [
    'HybridTextEmbedding',
    async () => {
      HybridTextEmbedding.addCustomModel({ model: hybrid, dimension: 16 });
      return HybridTextEmbedding.load(hybrid, { modelPath: pathOf('__fixtures__/bge_m3/'), threads: 1 });
    },
  ],
])('every method of a disposed %s except dispose refuses its call with a DisposedError', async (_, load) => {
  const model = await load();
  await model.dispose();
  const methods = Object.getOwnPropertyNames(Object.getPrototypeOf(model)).filter(
    (name) => !['constructor', 'dispose'].includes(name) && typeof (model as never)[name] === 'function',
  );
  expect(methods.length).toBeGreaterThan(3);
  for (const name of methods) {
    const argument = name === 'chunker' ? { maxTokens: 8 } : name.startsWith('query') ? 'a' : ['a'];
    const call = async (): Promise<unknown> => {
      const result = await (model as unknown as Record<string, (argument: unknown) => unknown>)[name]!(argument);
      return typeof result === 'object' && result !== null && 'next' in result
        ? (result as Iterator<unknown>).next()
        : result;
    };
    await expect(call(), name).rejects.toSatisfy(DisposedError.isInstance);
  }
});
