import { type PointId, requireText } from '@x/core';

import { decodeDocumentId, splitPayload } from '../indexing/index-record.ts';
import type { StagePlace } from './search-result.ts';
import type { FoundDocument } from '../stages/stage.ts';

/** A document or passage on its way through the stages. */
export interface WorkingCandidate<Payload extends object> extends StagePlace {
  /** The same for the same stored point. */
  readonly key: string;
  /** The document's id, also for a passage of it. */
  readonly id: PointId;
  readonly payload: Payload;
  readonly places: Readonly<Record<string, StagePlace>>;
  /** The part of the document's text that was found or judged; absent when it is the whole. */
  readonly passage?: { readonly start: number; readonly end: number };
}

/** Documents as a store or function found them, in the order of their scores as found. */
export function toCandidates<Payload extends object>(
  stage: string,
  found: readonly FoundDocument<Payload>[],
): WorkingCandidate<Payload>[] {
  return found.map(({ id, payload: stored, score }, index) => {
    const { payload, record } = splitPayload(stored);
    const place = { rank: index + 1, score };
    const isPassage = record?.start !== undefined && record.end !== undefined;
    return {
      key: `${typeof id}:${id}`,
      id: record === undefined ? id : decodeDocumentId(record.document),
      payload,
      ...place,
      places: { [stage]: place },
      ...(isPassage && { passage: { start: record.start, end: record.end } }),
    };
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
      return { ...candidate, ...place, places: { ...candidate.places, [stage]: place } };
    });
}

/** The best passage of each document, in order. */
export function onePerDocument<Payload extends object>(
  candidates: readonly WorkingCandidate<Payload>[],
): WorkingCandidate<Payload>[] {
  const seen = new Set<string>();
  return candidates.filter(({ id }) => {
    const key = `${typeof id}:${id}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** What a reranker reads of a candidate. @throws {InvalidArgumentError} when the document has no text. */
export function textOf<Payload extends object>(
  { payload, passage }: WorkingCandidate<Payload>,
  index: number,
  text: (payload: Payload) => string,
): string {
  const whole = requireText(text(payload), `candidates[${index}] text`);
  return passage === undefined ? whole : whole.slice(passage.start, passage.end);
}
