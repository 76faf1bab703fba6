import type { StagePlace } from './search-result.ts';
import { isRetrieve } from '../stages/require-stages.ts';
import type { Stage } from '../stages/stage.ts';

/**
 * Returns one sentence that explains the rank of a hit.
 *
 * @example
 * // "3rd by dense (0.61), not found by words; 4th after rrf (0.0159); 1st after crossEncoder (6.2), up 3."
 */
export function explainHit<Payload extends object>(
  stages: readonly Stage<Payload>[],
  places: Readonly<Record<string, StagePlace>>,
): string {
  const found = stages.filter(isRetrieve).map(({ retrieve }) => describeFind(retrieve, places[retrieve]));
  const first = stages.filter(isRetrieve).length === 1 ? Object.values(places)[0]?.rank : undefined;
  const later: string[] = [];
  let rank = first;
  for (const stage of stages) {
    const name = stage.fuse ?? stage.maxSim ?? stage.rerank;
    const place = name === undefined ? undefined : places[name];
    if (place === undefined) continue;
    later.push(`${ordinal(place.rank)} after ${name} (${shown(place.score)})${describeMove(rank, place.rank)}`);
    ({ rank } = place);
  }
  return `${[found.join(', '), ...later].join('; ')}.`;
}

function describeFind(name: string, place: StagePlace | undefined): string {
  return place === undefined ? `not found by ${name}` : `${ordinal(place.rank)} by ${name} (${shown(place.score)})`;
}

function describeMove(from: number | undefined, to: number): string {
  if (from === undefined) return '';
  if (from === to) return ', no change';
  return from > to ? `, up ${from - to}` : `, down ${to - from}`;
}

const endings = new Map([
  ['one', 'st'],
  ['two', 'nd'],
  ['few', 'rd'],
]);
const ordinalRules = new Intl.PluralRules('en', { type: 'ordinal' });

function ordinal(rank: number): string {
  return `${rank}${endings.get(ordinalRules.select(rank)) ?? 'th'}`;
}

function shown(score: number): string {
  return String(Number(score.toPrecision(3)));
}
