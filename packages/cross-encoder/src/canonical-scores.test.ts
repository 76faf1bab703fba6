import { readFile } from 'node:fs/promises';

// Imported by package name, because the session's worker starts only from built files.
import { TextCrossEncoder } from '@x/cross-encoder';
import { describe, expect, it } from 'vitest';

interface CanonicalCase {
  readonly model: string;
  readonly query?: string;
  readonly documents?: string[];
  /** Used instead of `query` and `documents`. */
  readonly pairs?: [string, string][];
  readonly expected: number[];
  readonly atol: number;
}

// FastEmbed's own test scores; see `_meta` in the file. They need the real weights, gigabytes from the hub, so they run only on request.
const hasHub = process.env['X_TEST_HUB'] === '1';
const fixture = new URL('./__fixtures__/fastembed_canonical.json', import.meta.url);
const { cross_encoder: cases } = JSON.parse(await readFile(fixture, 'utf8')) as { cross_encoder: CanonicalCase[] };

// Models that FastEmbed added after version 0.8, the source of the test scores.
const without = ['BAAI/bge-reranker-v2-m3', 'BAAI/bge-reranker-v2-m3-int8'];

describe("FastEmbed's canonical scores", () => {
  it('cover all of FastEmbed’s models except newer ones, and only models of the catalogue', () => {
    const models = TextCrossEncoder.listSupportedModels().filter(({ bundled }) => !bundled);
    const covered = new Set(cases.map(({ model }) => model));
    const known = new Set(models.map(({ model }) => model));
    expect([...covered].filter((model) => !known.has(model))).toEqual([]);
    const fromFastEmbed = models.filter(({ factsFrom }) => factsFrom === undefined);
    expect(fromFastEmbed.map(({ model }) => model).filter((model) => !covered.has(model))).toEqual(without);
  });

  it.runIf(hasHub).each(cases.map((one) => [one.model, one.query ?? 'pairs', one] as const))(
    'equal the scores of %s for "%s"',
    { timeout: 3_600_000 },
    async (model, _, { query = '', documents = [], pairs, expected, atol }) => {
      await using reranker = await TextCrossEncoder.load(model);
      const scores = await reranker.scorePairs(pairs ?? documents.map((document) => [query, document] as const));
      expect(scores).toHaveLength(expected.length);
      for (const [index, value] of expected.entries()) {
        expect(Math.abs(scores[index]! - value)).toBeLessThanOrEqual(atol + 1e-5 * Math.abs(value));
      }
    },
  );
});
