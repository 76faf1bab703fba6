import { requireTexts, type TokenEmbedding } from '@x/core';

import { embedList } from '../embed-list.ts';
import type { LoadedParts } from '../load-parts.ts';
import { runTexts } from '../run-texts.ts';
import type { EmbedWithTokensOptions } from '../text-embedding-options.ts';
import type { TextUse } from '../text-uses.ts';
import { requireTokenVectors } from './require-token-vectors.ts';
import { rowsOf } from './rows-of.ts';

/**
 * Returns the vector of each text and the vectors of its tokens, from one run of the model.
 *
 * @throws {InvalidArgumentError} when the model has no token vectors, or a text is not a string.
 */
export async function embedWithTokens(
  parts: LoadedParts,
  documents: readonly string[],
  { use, ...options }: EmbedWithTokensOptions & { readonly use: TextUse },
): Promise<TokenEmbedding[]> {
  const { description, model } = parts;
  model.assertUsable();
  const texts = requireTexts(documents, 'documents');
  requireTokenVectors(description, parts);
  // Results are returned all at once, so repeated texts may share one array until it is copied below.
  const results = runTexts(parts, texts, { ...options, use, withTokens: true, sharesRepeats: true });
  const all = await embedList(texts, { ...options, subject: description.model }, () => results);
  return ownEach(all).map((rows) => toTokenEmbedding(rows, description.dimension));
}

/** Returns the arrays, with a copy in place of each repeated one. */
function ownEach(arrays: readonly Float32Array[]): Float32Array[] {
  const seen = new Set<Float32Array>();
  return arrays.map((array) => {
    if (seen.has(array)) return array.slice();
    seen.add(array);
    return array;
  });
}

/** Splits `[1 + tokens, dimension]` into the text's vector and the token vectors. */
function toTokenEmbedding(rows: Float32Array, dimension: number): TokenEmbedding {
  // The text's vector is copied, so that keeping it alone does not keep the token vectors in memory.
  return { vector: rows.slice(0, dimension), tokenVectors: rowsOf(rows.subarray(dimension), dimension) };
}
