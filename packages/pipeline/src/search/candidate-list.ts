import { type PointId, requireText, type StoreHit, type TextSpan } from '@x/core';

import { documentKey } from '../indexing/document-keys.ts';
import { decodeDocumentId, splitPayload } from '../indexing/index-record.ts';
import { pointIdOf } from '../indexing/point-ids.ts';
import { compareDocuments } from './document-order.ts';
import type { StagePlace } from './search-result.ts';
import type { FoundDocument } from '../stages/stage.ts';

/** A document or passage that passes through the stages. */
export interface WorkingCandidate<Payload extends object> extends StagePlace {
  /** Identity of the stored point. */
  readonly key: string;
  /** The document's id, even for a passage. */
  readonly id: PointId;
  readonly payload: Payload;
  /** The score in the direction that fusion and weights need: higher is better. */
  readonly closeness: number;
  readonly places: Readonly<Record<string, StagePlace>>;
  /** The part of the document's text that was found or scored; absent when it is the whole text. */
  readonly passage?: TextSpan;
  /** The stored point, and the part of the document's text that it represents. */
  readonly stored: { readonly id: PointId; readonly passage?: TextSpan };
}

/** Converts the documents that a custom function returned, keeping their order. */
export function toCandidates<Payload extends object>(
  stage: string,
  found: readonly FoundDocument<Payload>[],
): WorkingCandidate<Payload>[] {
  return found.map(({ id, payload: stored, score }, index) => {
    const { payload, record } = splitPayload(stored);
    const point = pointIdOf(id);
    const place = { rank: index + 1, score };
    const isPassage = record?.start !== undefined && record.end !== undefined;
    const passage = isPassage ? { passage: { start: record.start, end: record.end } } : {};
    return {
      key: documentKey(point),
      id: record === undefined ? id : decodeDocumentId(record.document),
      payload,
      ...place,
      closeness: score,
      places: { [stage]: place },
      ...passage,
      stored: { id: point, ...passage },
    };
  });
}

/** Converts documents that a store found, in its order; ties are ordered by {@link compareDocuments}. */
export function toStoreCandidates<Payload extends object>(
  stage: string,
  hits: readonly StoreHit<Payload>[],
  isLowerCloser: boolean,
): WorkingCandidate<Payload>[] {
  let run = 0;
  return toCandidates(stage, hits)
    .map((candidate, index) => {
      if (candidate.score !== hits[index - 1]?.score) run++;
      return { candidate, run };
    })
    .toSorted((a, b) => a.run - b.run || compareDocuments(a.candidate, b.candidate))
    .map(({ candidate }, index) => {
      const place = { rank: index + 1, score: candidate.score };
      const closeness = isLowerCloser ? 0 - place.score : place.score;
      return { ...candidate, ...place, closeness, places: { [stage]: place } };
    });
}

/** Orders candidates by new scores. Ties keep their order; candidates without a score are dropped. */
export function reorder<Payload extends object>(
  stage: string,
  candidates: readonly WorkingCandidate<Payload>[],
  scoreOf: (candidate: WorkingCandidate<Payload>, index: number) => number | undefined,
): WorkingCandidate<Payload>[] {
  return candidates
    .map((candidate, index) => ({ candidate, score: scoreOf(candidate, index) }))
    .filter((scored): scored is { candidate: WorkingCandidate<Payload>; score: number } => scored.score !== undefined)
    .toSorted((a, b) => b.score - a.score)
    .map(({ candidate, score }, index) => {
      const place = { rank: index + 1, score };
      return { ...candidate, ...place, closeness: score, places: { ...candidate.places, [stage]: place } };
    });
}

/** Returns the best passage of each document, in order. */
export function onePerDocument<Payload extends object>(
  candidates: readonly WorkingCandidate<Payload>[],
): WorkingCandidate<Payload>[] {
  const seen = new Set<string>();
  return candidates.filter(({ id }) => {
    const key = documentKey(id);
    return !seen.has(key) && seen.add(key);
  });
}

/**
 * Returns the text that a reranker reads for a candidate. @throws {InvalidArgumentError} when the document has no text.
 */
export function textOf<Payload extends object>(
  { payload, passage }: Pick<WorkingCandidate<Payload>, 'payload' | 'passage'>,
  index: number,
  text: (payload: Payload) => string,
): string {
  const whole = requireText(text(payload), `candidates[${index}] text`);
  return passage === undefined ? whole : whole.slice(passage.start, passage.end);
}
