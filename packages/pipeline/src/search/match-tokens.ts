import { allOrNone, nextTurn, type SearchStore, type TextSpan } from '@x/core';

import type { EmbeddingRetrieveStage, MaxSimStage } from '../stages/stage.ts';
import { textOf, type WorkingCandidate } from './candidate-list.ts';
import { weightsOfTokens } from './max-sim.ts';
import type { TokenMatch } from './search-result.ts';
import type { SearchRun } from './search-run.ts';

/**
 * Returns what the query's tokens matched best in each hit. A hit's list is empty when its stored token vectors do not match the
 * tokens of its text.
 */
export async function matchTokens<Payload extends object>(
  stage: MaxSimStage,
  lists: readonly EmbeddingRetrieveStage[],
  hits: readonly WorkingCandidate<Payload>[],
  run: SearchRun<Payload>,
): Promise<TokenMatch[][]> {
  const { signal, vectors } = run;
  const texts = hits.map(({ payload, stored: { passage } }, index) =>
    textOf({ payload, ...(passage && { passage }) }, index, run.text),
  );
  const [{ tokenVectors: query }, weights, spans, rowsOf] = await allOrNone(signal, (stop) => [
    vectors.tokens(stop),
    weightsOfTokens(stage, lists, { ...run, signal: stop }),
    stage.embedder.passageTokenSpans(texts, { signal: stop }),
    readRows(run.store as SearchStore<Payload>, hits, { using: stage.using, signal: stop }),
  ]);
  const matches: TokenMatch[][] = [];
  for (const [index, { stored }] of hits.entries()) {
    const rows = rowsOf.get(String(stored.id)) ?? [];
    const ofText = rows.length === spans[index]!.length ? bestTokens(query, weights, rows) : new Map<number, number>();
    matches.push(toWords(texts[index]!, spans[index]!, ofText, stored.passage?.start ?? 0));
    // A document takes a millisecond or two, so other work gets a turn after each.
    await nextTurn();
    signal?.throwIfAborted();
  }
  return matches;
}

async function readRows<Payload extends object>(
  store: SearchStore<Payload>,
  hits: readonly WorkingCandidate<Payload>[],
  options: { readonly using: string; readonly signal: AbortSignal },
): Promise<Map<string, readonly Float32Array[]>> {
  const read = await store.readTokenVectors(
    hits.map(({ stored }) => stored.id),
    options,
  );
  return new Map(read.map(({ id, tokenVectors }) => [String(id), tokenVectors]));
}

/** Returns, by the position of a document's token, the contribution to MaxSim of the query tokens that match it best. */
function bestTokens(
  query: readonly Float32Array[],
  weights: readonly number[],
  rows: readonly Float32Array[],
): Map<number, number> {
  const shares = new Map<number, number>();
  for (const [token, vector] of query.entries()) {
    if (weights[token] === 0) continue;
    let [best, position] = [0, -1];
    for (const [index, row] of rows.entries()) {
      const similarity = dotProduct(vector, row);
      if (similarity > best) [best, position] = [similarity, index];
    }
    if (position >= 0) shares.set(position, (shares.get(position) ?? 0) + weights[token]! * best);
  }
  return shares;
}

const words = new Intl.Segmenter(undefined, { granularity: 'word' });

/**
 * Returns the words that contain the tokens, with the sum of their tokens' shares, in text order. `offset` is the start of the text in
 * the document.
 */
function toWords(
  text: string,
  spans: readonly TextSpan[],
  shares: ReadonlyMap<number, number>,
  offset: number,
): TokenMatch[] {
  const matches = new Map<number, TokenMatch>();
  const total = Array.from(shares.values()).reduce((sum, share) => sum + share, 0);
  const segments = words.segment(text);
  for (const [position, share] of shares) {
    const token = spans[position]!;
    if (token.start === token.end) continue;
    const { index, segment } = segments.containing(token.start)!;
    const end = offset + Math.max(index + segment.length, token.end);
    const weight = (matches.get(index)?.weight ?? 0) + share / total;
    matches.set(index, { start: offset + index, end: Math.max(end, matches.get(index)?.end ?? 0), weight });
  }
  return [...matches.values()].toSorted((a, b) => a.start - b.start);
}

function dotProduct(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += a[index]! * b[index]!;
  return sum;
}
