import { readFile } from 'node:fs/promises';

// By its own name: the session's worker can only be started from built files.
import { TextCrossEncoder } from '@x/cross-encoder';
import { describe, expect, it } from 'vitest';

interface CanonicalCase {
  readonly model: string;
  readonly query: string;
  readonly documents: string[];
  readonly expected: number[];
  readonly atol: number;
}

// FastEmbed's own test scores; see `_meta` in the file. They need the real weights: gigabytes from the hub, so only where asked for.
const hasHub = process.env['X_TEST_HUB'] === '1';
const fixture = new URL('./__fixtures__/fastembed_canonical.json', import.meta.url);
const { cross_encoder: cases } = JSON.parse(await readFile(fixture, 'utf8')) as { cross_encoder: CanonicalCase[] };

describe("FastEmbed's canonical scores", () => {
  it('cover the models that come from the hub', () => {
    const models = TextCrossEncoder.listSupportedModels().filter(({ bundled }) => !bundled);
    expect(new Set(cases.map(({ model }) => model))).toEqual(new Set(models.map(({ model }) => model)));
  });

  it.runIf(hasHub).each(cases.map((one) => [one.model, one.query, one] as const))(
    'are those of %s for "%s"',
    { timeout: 3_600_000 },
    async (model, query, { documents, expected, atol }) => {
      await using reranker = await TextCrossEncoder.load(model);
      const scores = await reranker.score(query, documents);
      for (const [index, value] of expected.entries()) {
        expect(Math.abs(scores[index]! - value)).toBeLessThanOrEqual(atol + 1e-5 * Math.abs(value));
      }
    },
  );
});
