import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

// Imported by package name, because the session's worker starts only from built files.
import { TextEmbedding } from '@x/embed';
import { offsetPositionsGraph } from '@x/tiny-onnx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const shipped = fileURLToPath(new URL('../../../models/all-minilm-l6-v2/', import.meta.url));
const places = 12;
const long = 'hello '.repeat(30);
const pooling = { word_embedding_dimension: 2, pooling_mode_mean_tokens: true };
const modules = ['Transformer', 'Pooling'].map((kind, index) => ({
  type: `sentence_transformers.models.${kind}`,
  path: index === 0 ? '' : '1_Pooling',
}));

let modelPath: string;
beforeAll(async () => {
  modelPath = await mkdtemp(join(tmpdir(), 'x-positions-'));
  for (const folder of ['onnx', '1_Pooling']) await mkdir(join(modelPath, folder));
  await cp(join(shipped, 'tokenizer.json'), join(modelPath, 'tokenizer.json'));
  await writeFile(join(modelPath, 'tokenizer_config.json'), `{"model_max_length": ${places}}`);
  await writeFile(join(modelPath, 'modules.json'), JSON.stringify(modules));
  await writeFile(join(modelPath, '1_Pooling/config.json'), JSON.stringify(pooling));
  const graph = offsetPositionsGraph({ vocabulary: 30_522, hidden: 2, valueOf: () => 0, places });
  await writeFile(join(modelPath, 'onnx/model.onnx'), graph);
  TextEmbedding.addCustomModel({ model: 'test/listed', dimension: 2, pooling: 'mean', normalize: false });
});
afterAll(async () => {
  await rm(modelPath, { recursive: true });
});

describe('a model that numbers positions from 2', () => {
  it.each(
    ['mpnet', 'xlm-roberta', 'roberta', 'camembert', 'longformer'].flatMap((family) => [
      [family, 'test/listed'],
      [family, 'test/unlisted'],
    ]),
  )('reads as many tokens as it has positions, and no more: family %s, model %s', async (family, name) => {
    const config = { model_type: family, max_position_embeddings: places, pad_token_id: 1 };
    await writeFile(join(modelPath, 'config.json'), JSON.stringify(config));
    await using embedding = await TextEmbedding.load(name, {
      modelPath,
      isolation: 'inline',
      truncationPolicy: 'truncate',
    });
    expect(embedding.maxLength).toBe(places - 2);
    // Positions 2 to 11.
    expect((await embedding.embed([long]))[0]).toEqual(Float32Array.of(6.5, 6.5));
    const tooLong = TextEmbedding.load(name, { modelPath, isolation: 'inline', maxLength: places - 1 });
    await expect(tooLong).rejects.toThrow(`<= ${places - 2}`);
  });
});
