import { readFile } from 'node:fs/promises';

// By its own name: the session's worker can only be started from built files.
import { TextEmbedding } from '@x/embed';
import { describe, expect, it } from 'vitest';

interface CanonicalCase {
  readonly model: string;
  readonly inputs: string[];
  /** The first components of the first input's vector. */
  readonly expected: number[];
  readonly atol: number;
}

// FastEmbed's own test vectors; see `_meta` in the file. They need the real weights: gigabytes from the hub, so only where asked for.
const hasHub = process.env['X_TEST_HUB'] === '1';
const fixture = new URL('./__fixtures__/fastembed_canonical.json', import.meta.url);
const { dense_text: cases } = JSON.parse(await readFile(fixture, 'utf8')) as { dense_text: CanonicalCase[] };
const supported = new Set(TextEmbedding.listSupportedModels().map(({ model }) => model.toLowerCase()));
const known = cases.filter(({ model }) => supported.has(model.toLowerCase()));

async function expectCanonical({ model, inputs, expected, atol }: CanonicalCase): Promise<void> {
  // In one batch and with the limit of the hub's copy, as FastEmbed's test runs it.
  await using embedding = await TextEmbedding.load(model, { searchFrom: [import.meta.url] });
  const [vector] = await embedding.embed(inputs);
  for (const [component, value] of expected.entries()) {
    expect(Math.abs(vector![component]! - value), `component ${component}`).toBeLessThanOrEqual(
      atol + 1e-5 * Math.abs(value),
    );
  }
}

describe("FastEmbed's canonical vectors", () => {
  it('cover the models of the catalogue', () => {
    expect(known.length).toBeGreaterThanOrEqual(supported.size - 1);
  });

  it('are those of the shipped weights', async () => {
    await expectCanonical(known.find(({ model }) => model === 'sentence-transformers/all-MiniLM-L6-v2')!);
  });

  it.runIf(hasHub).each(known.map((one) => [one.model, one] as const))(
    'are those of %s',
    { timeout: 3_600_000 },
    (_, one) => expectCanonical(one),
  );
});
