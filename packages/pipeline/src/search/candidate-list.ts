import { type PointId, requireText, type StoreHit, type TextSpan } from '@x/core';

import { documentKey } from '../indexing/document-keys.ts';
import { decodeDocumentId, splitPayload } from '../indexing/index-record.ts';
import { pointIdOf } from '../indexing/point-ids.ts';
import { compareDocuments } from './document-order.ts';
import type { StagePlace } from './search-result.ts';
import type { FoundDocument } from '../stages/stage.ts';

/** A document or passage on its way through the stages. */
export interface WorkingCandidate<Payload extends object> extends StagePlace {
  /** The same for the same stored point. */
  readonly key: string;
  /** The document's id, also for a passage of it. */
  readonly id: PointId;
  readonly payload: Payload;
  /** The score in the direction that fusions and weights need: higher is better. */
  readonly closeness: number;
  readonly places: Readonly<Record<string, StagePlace>>;
  /** The part of the document's text that was found or judged; absent when it is the whole. */
  readonly passage?: TextSpan;
  /** The stored point, and the part of the document's text that it is of. */
  readonly stored: { readonly id: PointId; readonly passage?: TextSpan };
}

/** Documents in the order in which a function found them. */
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

/** Documents in the order in which a store found them, those with equal scores by {@link compareDocuments}. */
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

/** Puts candidates in the order of new scores; equal ones keep their order, those without a score are dropped. */
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

/** The best passage of each document, in order. */
export function onePerDocument<Payload extends object>(
  candidates: readonly WorkingCandidate<Payload>[],
): WorkingCandidate<Payload>[] {
  const seen = new Set<string>();
  return candidates.filter(({ id }) => {
    const key = documentKey(id);
    return !seen.has(key) && seen.add(key);
  });
}

/** What a reranker reads of a candidate. @throws {InvalidArgumentError} when the document has no text. */
export function textOf<Payload extends object>(
  { payload, passage }: Pick<WorkingCandidate<Payload>, 'payload' | 'passage'>,
  index: number,
  text: (payload: Payload) => string,
): string {
  const whole = requireText(text(payload), `candidates[${index}] text`);
  return passage === undefined ? whole : whole.slice(passage.start, passage.end);
}
