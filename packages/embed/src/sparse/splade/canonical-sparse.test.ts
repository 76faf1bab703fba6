import { readFile } from 'node:fs/promises';

// Imported by package name, because the session's worker starts only from built files.
import { SparseTextEmbedding } from '@x/embed';
import { expect, it } from 'vitest';

interface CanonicalCase {
  readonly model: string;
  readonly method: string;
  readonly inputs: readonly string[];
  /** The first ids of the vector; their weights are in the next field. */
  readonly expected_indices: readonly number[];
  readonly expected_values: readonly number[];
  readonly atol: number;
}

// FastEmbed's own test vectors; see `_meta` in the file. They need the real weights, so they run only on request.
const hasHub = process.env['X_TEST_HUB'] === '1';
const fixture = new URL('../../__fixtures__/fastembed_canonical_sparse.json', import.meta.url);
const { sparse } = JSON.parse(await readFile(fixture, 'utf8')) as { sparse: CanonicalCase[] };
const supported = new Set(SparseTextEmbedding.listSupportedModels().map(({ model }) => model));
const known = sparse.filter(({ model }) => supported.has(model));

it("FastEmbed's test vectors cover passages and queries of both models", () => {
  expect(known).toHaveLength(4);
});

it.runIf(hasHub).each(known.map((one) => [`${one.model} by ${one.method}`, one] as const))(
  "sparse vectors equal FastEmbed's: %s",
  { timeout: 3_600_000 },
  async (_, { model, method, inputs, expected_indices, expected_values, atol }) => {
    await using embedding = await SparseTextEmbedding.load(model, { searchFrom: [import.meta.url] });
    const [text] = inputs;
    const isQuery = method.endsWith('query_embed');
    const vector = isQuery ? await embedding.queryEmbed(text!) : (await embedding.embed([text!]))[0]!;
    const count = expected_indices.length;
    expect([...vector.indices.subarray(0, count)]).toEqual(expected_indices);
    for (const [position, value] of expected_values.entries()) {
      expect(Math.abs(vector.values[position]! - value)).toBeLessThanOrEqual(atol);
    }
  },
);
