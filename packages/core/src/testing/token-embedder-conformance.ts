import assert from 'node:assert/strict';

import type { TextSpan } from '../contracts/chunker.ts';
import type { TokenEmbedder, TokenEmbedding } from '../contracts/token-embedder.ts';
import { type Checks, type ConformanceCase, conformanceCases } from './conformance-case.ts';
import { type EmbedderConformanceOptions, requireDimension } from './embedder-conformance.ts';
import { embeddingChecks, query, requireClose, texts } from './embedding-checks.ts';
import { requireAbortedBefore, requireListenersGone, requireTypedRejection } from './signal-checks.ts';

// Rows are scaled in float32, so rounding makes their length deviate slightly from 1.
const lengthTolerance = 0.0001;

/**
 * Returns cases that test what {@link TokenEmbedder} adds to `Embedder`, for embedders with token vectors. Also run `embedderConformance`.
 *
 * @throws {InvalidArgumentError} when `skip` names an unknown case or has an empty reason.
 */
export function tokenEmbedderConformance({
  withEmbedder,
  tolerance = 0.00001,
  skip = {},
}: EmbedderConformanceOptions<TokenEmbedder>): ConformanceCase[] {
  const checks = { ...withTokensChecks(tolerance), ...vectorChecks(tolerance), ...spanChecks() };
  return conformanceCases(checks, withEmbedder, { skip });
}

/** Applies the checks for embedders of every kind to the calls that return token vectors. */
function withTokensChecks(tolerance: number): Checks<TokenEmbedder> {
  const checks = embeddingChecks<TokenEmbedding, ReturnType<typeof asEmbedder>>(
    {
      numbersOf: ({ vector, tokenVectors }) => [vector, ...tokenVectors].flatMap((row) => [...row]),
      requireValid: ({ vector, tokenVectors }, { dimension }) => {
        assert.ok(tokenVectors.length > 0, 'a text has at least one token');
        for (const row of [vector, ...tokenVectors]) requireDimension(row, dimension);
        for (const row of tokenVectors) {
          const length = Math.hypot(...row);
          assert.ok(
            Math.abs(length - 1) <= lengthTolerance,
            `a token vector must have length 1, but has length ${length}`,
          );
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
    'the vector of a text equals that of passageEmbed and queryEmbed': async (embedder) => {
      const vectors = await embedder.passageEmbed(texts);
      for (const [index, { vector }] of (await embedder.passageEmbedWithTokens(texts)).entries()) {
        const message = `document ${index} has a different vector with its tokens`;
        requireClose(vector, vectors[index]!, { tolerance, message });
      }
      const { vector } = await embedder.queryEmbedWithTokens(query);
      const message = 'a query has a different vector with its tokens';
      requireClose(vector, await embedder.queryEmbed(query), { tolerance, message });
    },
  };
}

function spanChecks(): Checks<TokenEmbedder> {
  return {
    'there is one span for each token vector, within the text and in ascending order of start': async (embedder) => {
      const spans = await embedder.passageTokenSpans(texts);
      assert.equal(spans.length, texts.length);
      for (const [index, { tokenVectors }] of (await embedder.passageEmbedWithTokens(texts)).entries()) {
        requireSpans(spans[index]!, { text: texts[index]!, tokens: tokenVectors.length });
      }
      const { tokenVectors } = await embedder.queryEmbedWithTokens(query);
      requireSpans(await embedder.queryTokenSpans(query), { text: query, tokens: tokenVectors.length });
    },
    'passageTokenSpans returns an empty array for no documents': async (embedder) => {
      assert.deepEqual(await embedder.passageTokenSpans(Object.freeze([])), []);
    },
    'passageTokenSpans and queryTokenSpans refuse values that are not strings': async (embedder) => {
      for (const wrong of [7, null, {}] as unknown as string[]) {
        await requireTypedRejection(() => embedder.passageTokenSpans(['Bees.', wrong]));
        await requireTypedRejection(() => embedder.queryTokenSpans(wrong));
      }
    },
    "passageTokenSpans and queryTokenSpans reject with the signal's reason when it is already aborted": async (
      embedder,
    ) => {
      await requireAbortedBefore((signal) => embedder.passageTokenSpans(texts, { signal }));
      await requireAbortedBefore((signal) => embedder.queryTokenSpans(query, { signal }));
    },
    'passageTokenSpans and queryTokenSpans leave no listener on the signal': async (embedder) => {
      await requireListenersGone((signal) => embedder.passageTokenSpans(texts, { signal }));
      await requireListenersGone((signal) => embedder.queryTokenSpans(query, { signal }));
    },
  };
}

function requireSpans(spans: readonly TextSpan[], { text, tokens }: { text: string; tokens: number }): void {
  assert.equal(spans.length, tokens, 'a text has one span for each token vector');
  for (const [index, { start, end }] of spans.entries()) {
    assert.ok(start >= (spans[index - 1]?.start ?? 0), 'a span must not start before the previous span');
    assert.ok(start <= end && end <= text.length, `a span must be within its text, but is ${start} to ${end}`);
  }
}
