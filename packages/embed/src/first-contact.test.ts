// Typical mistakes of new users yield an error that says what to do.
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// Imported by package name, because the session's worker starts only from built files.
import {
  HybridTextEmbedding,
  LateInteractionTextEmbedding,
  SparseTextEmbedding,
  StaticTextEmbedding,
  TextEmbedding,
} from '@x/embed';
import { expect, test } from 'vitest';

const name = 'sentence-transformers/all-MiniLM-L6-v2';

const embedders = {
  TextEmbedding,
  StaticTextEmbedding,
  SparseTextEmbedding,
  LateInteractionTextEmbedding,
  HybridTextEmbedding,
};

test('constructing a class with `new` throws an error that recommends load', () => {
  for (const [className, loaded] of Object.entries(embedders)) {
    const Made = loaded as unknown as new (given?: unknown) => object;
    for (const given of [undefined, name, { model: name }]) {
      expect(() => new Made(given)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
      expect(() => new Made(given)).toThrow(`Use \`await ${className}.load(modelName)\` instead of \`new\`.`);
    }
  }
});

const modelsOf: Readonly<Record<keyof typeof embedders, string>> = {
  TextEmbedding: 'BAAI/bge-small-en-v1.5',
  StaticTextEmbedding: 'x/static-en',
  SparseTextEmbedding: 'qdrant/BM25',
  LateInteractionTextEmbedding: 'colbert-ir/colbertv2.0',
  HybridTextEmbedding: 'first-contact/hybrid',
};
HybridTextEmbedding.addCustomModel({ model: modelsOf.HybridTextEmbedding, dimension: 16 });

test('a model of another class is refused before any file is looked up, and the error names the class', async () => {
  const fetch = (): never => {
    throw new Error('the hub was asked');
  };
  for (const [className, loader] of Object.entries(embedders)) {
    for (const [other, model] of Object.entries(modelsOf)) {
      const isOwn = className === other || (className === 'LateInteractionTextEmbedding' && other === 'TextEmbedding');
      if (isOwn) continue;
      const attempt = loader.load(model, { fetch });
      await expect(attempt, `${className} ${model}`).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', value: model });
      await expect(attempt).rejects.toThrow(new RegExp(`Load it with .*\\b${other}\\.load`));
    }
  }
});

test('load rejects a reranker and recommends TextCrossEncoder', async () => {
  await expect(TextEmbedding.load('x/bge-small-reranker-en', { offline: true })).rejects.toThrow(
    'It is a reranker: load it with TextCrossEncoder.load of @x/cross-encoder.',
  );
  for (const loader of Object.values(embedders)) {
    await expect(loader.load('bge-reranker', { offline: true })).rejects.toThrow(
      'Load rerankers with TextCrossEncoder.load of @x/cross-encoder.',
    );
  }
});

test.each(['abc', undefined, 7])('embedStream refuses %j in place of a stream of texts', async (texts) => {
  await using dense = await TextEmbedding.load(name);
  await using table = await StaticTextEmbedding.load('x/static-en');
  await using words = await SparseTextEmbedding.load('Qdrant/bm25');
  for (const model of [dense, table, words]) {
    expect(() => model.embedStream(texts as never)).toThrow(
      /^documents must be an array, iterable or async iterable of strings/,
    );
  }
});

test('load rejects a dtype that the model package lacks, and lists the available ones', async () => {
  await expect(TextEmbedding.load(name, { dtype: 'q4' })).rejects.toThrow(
    "dtype must be 'fp32' or 'int8', or omitted, but is \"q4\". @x/model-all-minilm-l6-v2 contains no other weights.",
  );
});

test('load rejects a model whose package is not installed, and names the commands to install or download it', async () => {
  const cacheDir = join(tmpdir(), 'x-no-such-cache');
  await expect(TextEmbedding.load(name, { source: 'cache', offline: true, cacheDir })).rejects.toThrow(
    /Run "npm install @x\/model-all-minilm-l6-v2" \(.*\), pass modelPath, or run "npx @x\/model-hub download Qdrant\/all-MiniLM-L6-v2-onnx/,
  );
});
