import assert from 'node:assert/strict';

import type { TextSpan } from '../contracts/chunker.ts';
import type { TokenEmbedder, TokenEmbedding } from '../contracts/token-embedder.ts';
import { type Checks, type ConformanceCase, conformanceCases } from './conformance-case.ts';
import { type EmbedderConformanceOptions, requireDimension } from './embedder-conformance.ts';
import { embeddingChecks, query, requireClose, texts } from './embedding-checks.ts';
import { requireAbortedBefore, requireListenersGone, requireTypedRejection } from './signal-checks.ts';

// A row is scaled in float32, a little off by the rounding of each of its components.
const lengthTolerance = 0.0001;

/**
 * What {@link TokenEmbedder} promises beyond `Embedder`, for one that has token vectors; run `embedderConformance` beside it.
 *
 * @throws {InvalidArgumentError} when `skip` names no case, or gives no reason.
 */
export function tokenEmbedderConformance({
  withEmbedder,
  tolerance = 0.00001,
  skip = {},
}: EmbedderConformanceOptions<TokenEmbedder>): ConformanceCase[] {
  const checks = { ...withTokensChecks(tolerance), ...vectorChecks(tolerance), ...spanChecks() };
  return conformanceCases(checks, withEmbedder, { skip });
}

/** What embedders of every kind have in common, of the calls that give token vectors. */
function withTokensChecks(tolerance: number): Checks<TokenEmbedder> {
  const checks = embeddingChecks<TokenEmbedding, ReturnType<typeof asEmbedder>>(
    {
      numbersOf: ({ vector, tokenVectors }) => [vector, ...tokenVectors].flatMap((row) => [...row]),
      requireValid: ({ vector, tokenVectors }, { dimension }) => {
        assert.ok(tokenVectors.length > 0, 'a text has at least one token');
        for (const row of [vector, ...tokenVectors]) requireDimension(row, dimension);
        for (const row of tokenVectors) {
          const length = Math.hypot(...row);
          assert.ok(Math.abs(length - 1) <= lengthTolerance, `the vector of a token has the length 1, not ${length}`);
        }
      },
    },
    tolerance,
  );
  return Object.fromEntries(
    Object.entries(checks).map(([name, check]) => [
      name.replaceAll(/(?:passage|query)Embed/g, '$&WithTokens'),
      (embedder) => check(asEmbedder(embedder)),
    ]),
  );
}

function asEmbedder(embedder: TokenEmbedder) {
  return {
    modelName: embedder.modelName,
    dimension: embedder.dimension,
    passageEmbed: embedder.passageEmbedWithTokens.bind(embedder),
    queryEmbed: embedder.queryEmbedWithTokens.bind(embedder),
  };
}

function vectorChecks(tolerance: number): Checks<TokenEmbedder> {
  return {
    'the model has token vectors': async ({ hasTokenVectors }) => assert.equal(hasTokenVectors, true),
    'the vector of a text is that of passageEmbed and queryEmbed': async (embedder) => {
      const vectors = await embedder.passageEmbed(texts);
      for (const [index, { vector }] of (await embedder.passageEmbedWithTokens(texts)).entries()) {
        const message = `document ${index} has another vector with its tokens`;
        requireClose(vector, vectors[index]!, { tolerance, message });
      }
      const { vector } = await embedder.queryEmbedWithTokens(query);
      const message = 'a query has another vector with its tokens';
      requireClose(vector, await embedder.queryEmbed(query), { tolerance, message });
    },
  };
}

function spanChecks(): Checks<TokenEmbedder> {
  return {
    'there is one span for each token vector, within the text, and none begins before the one in front of it': async (
      embedder,
    ) => {
      const spans = await embedder.passageTokenSpans(texts);
      assert.equal(spans.length, texts.length);
      for (const [index, { tokenVectors }] of (await embedder.passageEmbedWithTokens(texts)).entries()) {
        requireSpans(spans[index]!, { text: texts[index]!, tokens: tokenVectors.length });
      }
      const { tokenVectors } = await embedder.queryEmbedWithTokens(query);
      requireSpans(await embedder.queryTokenSpans(query), { text: query, tokens: tokenVectors.length });
    },
    'passageTokenSpans gives an empty array for no documents': async (embedder) => {
      assert.deepEqual(await embedder.passageTokenSpans(Object.freeze([])), []);
    },
    'passageTokenSpans and queryTokenSpans refuse what is no text': async (embedder) => {
      for (const wrong of [7, null, {}] as unknown as string[]) {
        await requireTypedRejection(() => embedder.passageTokenSpans(['Bees.', wrong]));
        await requireTypedRejection(() => embedder.queryTokenSpans(wrong));
      }
    },
    "passageTokenSpans and queryTokenSpans reject with their signal's own reason when that was aborted before": async (
      embedder,
    ) => {
      await requireAbortedBefore((signal) => embedder.passageTokenSpans(texts, { signal }));
      await requireAbortedBefore((signal) => embedder.queryTokenSpans(query, { signal }));
    },
    'passageTokenSpans and queryTokenSpans leave no listener on their signal': async (embedder) => {
      await requireListenersGone((signal) => embedder.passageTokenSpans(texts, { signal }));
      await requireListenersGone((signal) => embedder.queryTokenSpans(query, { signal }));
    },
  };
}

function requireSpans(spans: readonly TextSpan[], { text, tokens }: { text: string; tokens: number }): void {
  assert.equal(spans.length, tokens, 'a text has as many spans as token vectors');
  for (const [index, { start, end }] of spans.entries()) {
    assert.ok(start >= (spans[index - 1]?.start ?? 0), 'a span does not begin before the one in front of it');
    assert.ok(start <= end && end <= text.length, `a span lies within its text, unlike ${start} to ${end}`);
  }
}
