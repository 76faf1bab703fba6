import assert from 'node:assert/strict';

import type { HybridEmbedder, HybridEmbedding } from '../contracts/hybrid-embedder.ts';
import { type Checks, type ConformanceCase, conformanceCases } from './conformance-case.ts';
import { type EmbedderConformanceOptions, requireDimension } from './embedder-conformance.ts';
import { embeddingChecks, query, requireClose, texts } from './embedding-checks.ts';

const kinds = ['dense', 'sparse', 'multiVector'] as const;

/**
 * Returns cases that test the contract of {@link HybridEmbedder}. Also run the suites of the three kinds for its parts.
 *
 * @throws {InvalidArgumentError} when `skip` names an unknown case or has an empty reason.
 */
export function hybridEmbedderConformance({
  withEmbedder,
  tolerance = 0.00001,
  skip = {},
}: EmbedderConformanceOptions<HybridEmbedder>): ConformanceCase[] {
  const checks = {
    ...embeddingChecks<HybridEmbedding, HybridEmbedder>({ numbersOf, requireValid }, tolerance),
    ...partChecks(tolerance),
  };
  return conformanceCases(checks, withEmbedder, { skip });
}

function requireValid({ dense, multiVector }: HybridEmbedding, embedder: HybridEmbedder): void {
  assert.ok(multiVector.length > 0, 'a multivector has at least one row');
  requireDimension(dense, embedder.dense.dimension);
  for (const row of multiVector) requireDimension(row, embedder.multiVector.dimension);
}

function partChecks(tolerance: number): Checks<HybridEmbedder> {
  return {
    'each part refers to its hybrid embedder': async (embedder) => {
      for (const kind of kinds)
        assert.equal(embedder[kind].hybrid, embedder, `the part ${kind} belongs to another embedder`);
    },
    'each part returns the same vectors as the hybrid embedder': async (embedder) => {
      const partsOf = async (): Promise<HybridEmbedding[]> => {
        const dense = await embedder.dense.passageEmbed(texts);
        const sparse = await embedder.sparse.passageEmbed(texts);
        const multiVector = await embedder.multiVector.passageEmbed(texts);
        return texts.map((_, at) => ({ dense: dense[at]!, sparse: sparse[at]!, multiVector: multiVector[at]! }));
      };
      const [together, parts] = [await embedder.passageEmbed(texts), await partsOf()];
      for (const [at, embedding] of together.entries()) {
        const message = `the parts return different vectors for document ${at}`;
        requireClose(numbersOf(embedding), numbersOf(parts[at]!), { tolerance, message });
      }
      const dense = await embedder.dense.queryEmbed(query);
      const sparse = await embedder.sparse.queryEmbed(query);
      const multiVector = await embedder.multiVector.queryEmbed(query);
      const message = 'the parts return different vectors for a query';
      const embedding = numbersOf(await embedder.queryEmbed(query));
      requireClose(embedding, numbersOf({ dense, sparse, multiVector }), { tolerance, message });
    },
    'the token vectors of the dense part are the rows of the multivector': async (embedder) => {
      const withTokens = await embedder.dense.passageEmbedWithTokens(texts);
      for (const [at, { multiVector }] of (await embedder.passageEmbed(texts, { kinds: ['multiVector'] })).entries()) {
        const message = `document ${at} has different token vectors`;
        const rows = withTokens[at]!.tokenVectors.flatMap((row) => [...row]);
        requireClose(
          rows,
          multiVector.flatMap((row) => [...row]),
          { tolerance, message },
        );
      }
    },
    'an embedding has only the requested kinds': async (embedder) => {
      for (const kind of kinds) {
        const [embedding] = await embedder.passageEmbed(texts, { kinds: [kind] });
        assert.deepEqual(Object.keys(embedding!), [kind]);
        assert.deepEqual(Object.keys(await embedder.queryEmbed(query, { kinds: [kind] })), [kind]);
      }
      const all = Object.keys((await embedder.passageEmbed(texts))[0]!);
      assert.deepEqual(all.toSorted(), kinds.toSorted());
    },
  };
}

function numbersOf({ dense, sparse: { indices, values }, multiVector }: HybridEmbedding): number[] {
  return [...dense, ...indices, ...values, ...multiVector.flatMap((row) => [...row])];
}
