import { readFile } from 'node:fs/promises';

// Imported by package name, because the session's worker starts only from built files.
import { TextEmbedding } from '@x/embed';
import { describe, expect, it } from 'vitest';

interface CanonicalCase {
  readonly model: string;
  readonly method: string;
  /** Texts to embed, with their prefixes. */
  readonly inputs: string[];
  readonly prefix?: string;
  /** Number of the task, for a model with several. */
  readonly task_id?: number;
  /** The first components of the first input's vector, or of the vector of each input. */
  readonly expected: number[] | number[][];
  readonly atol: number;
}

// FastEmbed's own test vectors; see `_meta` in the file. They need the real weights, gigabytes from the hub, so they run only on request.
const hasHub = process.env['X_TEST_HUB'] === '1';
const fixture = new URL('./__fixtures__/fastembed_canonical.json', import.meta.url);
const { dense_text: cases } = JSON.parse(await readFile(fixture, 'utf8')) as { dense_text: CanonicalCase[] };
const supported = new Map(TextEmbedding.listSupportedModels().map((model) => [model.model.toLowerCase(), model]));
// Models that FastEmbed added after version 0.8, the source of the test vectors.
const without = [
  'ibm-granite/granite-embedding-small-english-r2',
  'Qdrant/constella-zero',
  'Qdrant/constella-nano',
  'Qdrant/stella-en-400M-v5-doc-onnx',
];
const known = cases.filter(({ model }) => supported.has(model.toLowerCase()));

async function expectCanonical({ model, inputs, task_id, expected, atol }: CanonicalCase): Promise<void> {
  // FastEmbed's test also runs them in one batch and with the limit of the hub's copy.
  await using embedding = await TextEmbedding.load(model, { searchFrom: [import.meta.url] });
  const tasks = Object.entries(supported.get(model.toLowerCase())?.tasks ?? {});
  const task = tasks.find(([, number]) => number === task_id)?.[0];
  const vectors = await embedding.embed(inputs, task === undefined ? {} : { task });
  const rows = typeof expected[0] === 'number' ? [expected as number[]] : (expected as number[][]);
  for (const [row, values] of rows.entries()) {
    for (const [component, value] of values.entries()) {
      const difference = Math.abs(vectors[row]![component]! - value);
      expect(difference, `row ${row}, component ${component}`).toBeLessThanOrEqual(atol + 1e-5 * Math.abs(value));
    }
  }
}

describe("FastEmbed's canonical vectors", () => {
  it('cover the models of the catalogue except newer ones', () => {
    const covered = new Set(known.map(({ model }) => model.toLowerCase()));
    const fromFastEmbed = [...supported.values()].filter(({ factsFrom }) => factsFrom === undefined);
    const missing = fromFastEmbed.map(({ model }) => model).filter((model) => !covered.has(model.toLowerCase()));
    expect(missing).toEqual(without);
  });

  it('use the prefixes of the catalogue for queries and passages', () => {
    const prefixed = known.filter(({ prefix = '' }) => prefix !== '');
    expect(prefixed).toHaveLength(4);
    for (const { model, method, prefix } of prefixed) {
      const { prefixes } = supported.get(model.toLowerCase())!;
      expect(method.endsWith('query_embed') ? prefixes?.query : prefixes?.passage, model).toBe(prefix);
    }
  });

  it('equal those of the shipped weights', async () => {
    await expectCanonical(known.find(({ model }) => model === 'sentence-transformers/all-MiniLM-L6-v2')!);
  });

  it.runIf(hasHub).each(known.map((one) => [`${one.model} by ${one.method}`, one] as const))(
    'equal those of %s',
    { timeout: 3_600_000 },
    (_, one) => expectCanonical(one),
  );
});
