import { readFile } from 'node:fs/promises';

// Imported by package name, because the session's worker starts only from built files.
import { LateInteractionTextEmbedding } from '@x/embed';
import { expect, it } from 'vitest';

interface CanonicalCase {
  readonly model: string;
  readonly method: string;
  readonly inputs: readonly string[];
  /** The first components of each row. */
  readonly expected: readonly (readonly number[])[];
  readonly atol: number;
}

// FastEmbed's own test vectors; see `_meta` in the file. They need the real weights, so they run only on request.
const hasHub = process.env['X_TEST_HUB'] === '1';
const fixture = new URL('../__fixtures__/fastembed_canonical_late_interaction.json', import.meta.url);
const { late_interaction_text: cases } = JSON.parse(await readFile(fixture, 'utf8')) as {
  late_interaction_text: CanonicalCase[];
};

// Models that FastEmbed added after version 0.8, the source of the test vectors.
const without = ['lightonai/LateOn', 'lightonai/mLateOn'];

it("FastEmbed's test vectors cover documents and queries of every model except newer ones", () => {
  const models = LateInteractionTextEmbedding.listSupportedModels().map(({ model }) => model);
  for (const model of models) {
    expect(cases.filter((one) => one.model === model)).toHaveLength(without.includes(model) ? 0 : 2);
  }
  for (const { method, expected } of cases) expect(expected).toHaveLength(method.endsWith('query_embed') ? 32 : 5);
});

it.runIf(hasHub).each(cases.map((one) => [`${one.model} by ${one.method}`, one] as const))(
  "token vectors equal FastEmbed's: %s",
  { timeout: 3_600_000 },
  async (_, { model, method, inputs, expected, atol }) => {
    await using embedding = await LateInteractionTextEmbedding.load(model, { searchFrom: [import.meta.url] });
    const [text] = inputs;
    const isQuery = method.endsWith('query_embed');
    const rows = isQuery ? await embedding.queryEmbed(text!) : (await embedding.embed([text!]))[0]!;
    expect(rows).toHaveLength(expected.length);
    for (const [token, values] of expected.entries()) {
      for (const [component, value] of values.entries()) {
        expect(Math.abs(rows[token]![component]! - value)).toBeLessThanOrEqual(atol);
      }
    }
  },
);
