import { createHash } from 'node:crypto';

const idCharacters = 32;

/** The facts in the id of a unit. They suffice to count the items of a run without reading its units. */
export interface UnitFacts {
  readonly runId: number;
  /** Number of items in the unit. */
  readonly items: number;
}

/** Returns the id of a unit. The same items in the same run always have the same id. */
export function unitId({ runId, items, json }: UnitFacts & { readonly json: string }): string {
  return `${runId}-${items}-${digest(json)}`;
}

/** Parses an id of {@link unitId}. */
export function readUnitId(id: string): UnitFacts {
  const [runId, items] = id.split('-');
  return { runId: Number(runId), items: Number(items) };
}

/** Returns the id of a job that belongs to a run: `NUMBER-NAME`. */
export function runJobId(runId: number, name: string): string {
  return `${runId}-${name}`;
}

/** Returns the id of the job that finishes a run. */
export function finishJobId(runId: number): string {
  return runJobId(runId, 'finish');
}

/** Returns the run of a job in any of the queues. */
export function runOf(id: string): number {
  return Number(id.slice(0, id.indexOf('-')));
}

/** Returns a short hash of a text: 128 bits of SHA-256 in hexadecimal. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, idCharacters);
}
