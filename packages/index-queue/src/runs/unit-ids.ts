import { createHash } from 'node:crypto';

const idCharacters = 32;

/** What the id of a unit tells: enough to count a run's documents without reading its units. */
export interface UnitFacts {
  readonly runId: number;
  /** Items of the unit. */
  readonly items: number;
}

/** The id of a unit: the same items in the same run have the same one. */
export function unitId({ runId, items, json }: UnitFacts & { readonly json: string }): string {
  return `${runId}-${items}-${digest(json)}`;
}

/** What an id of {@link unitId} tells. */
export function readUnitId(id: string): UnitFacts {
  const [runId, items] = id.split('-');
  return { runId: Number(runId), items: Number(items) };
}

/** Ids of the jobs that belong to a run: `NUMBER-NAME`. */
export function runJobId(runId: number, name: string): string {
  return `${runId}-${name}`;
}

/** The run that a job of any of the queues belongs to. */
export function runOf(id: string): number {
  return Number(id.slice(0, id.indexOf('-')));
}

/** A text that stands for another one. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, idCharacters);
}
