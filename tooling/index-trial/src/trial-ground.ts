import { type EngineName, startDatabase } from '@x/database-servers';
import { openIndexQueue, type IndexQueue } from '@x/index-queue';
import { QdrantClient } from '@x/qdrant-adapter';

import { startProcess } from './child-process.ts';
import { createRandom } from './random.ts';
import { WorkerGroup } from './worker-group.ts';

/** Options of a trial. */
export interface TrialOptions {
  readonly engine: EngineName;
  /** Seed of the order of documents and of the choice of workers to kill. */
  readonly seed: number;
  readonly documents: number;
  readonly workers: number;
  /** Interval between kills: a number of attempts of units, or milliseconds. */
  readonly killEach: { readonly units: number } | { readonly ms: number };
}

/** The result of a trial. */
export interface TrialResult {
  /** Descriptions of the faults that were found; empty when there are none. */
  readonly faults: readonly string[];
  readonly kills: number;
  /** Attempts of units, including repeated ones. */
  readonly tries: number;
  readonly seconds: number;
}

/** The queue, the store and the random generator of a trial. */
export interface TrialGround {
  readonly queue: IndexQueue;
  readonly client: QdrantClient;
  readonly random: () => number;
}

const lockMs = 1500;
const unitSize = 16;
export { unitSize };

/**
 * Runs a part of a trial with workers that are killed while they work. After half of the expected attempts the database is restarted: cleanly with an even
 * seed, by killing it with an odd seed.
 */
export async function underKills(
  { engine, seed, documents, workers, killEach }: TrialOptions,
  { before, during }: Record<'before' | 'during', (ground: TrialGround) => Promise<void>>,
): Promise<Pick<TrialResult, 'kills' | 'tries' | 'seconds'>> {
  const random = createRandom(seed);
  await using database = await startDatabase(engine);
  await using store = await startProcess('qdrant-child');
  await using client = new QdrantClient({ url: store.firstLine });
  await using queue = await openIndexQueue({ name: 'trial', url: database.url, backoffMs: 200 });
  const ground = { queue, client, random };
  await before(ground);

  const start = performance.now();
  const disturbances: Promise<void>[] = [];
  const disturb = (disturbance: Promise<void>): void => {
    disturbances.push(disturbance);
    // A disturbance that fails is reported at the end of the trial.
    disturbance.catch(() => {});
  };
  let isOver = false;
  let isRestarted = false;
  const onUnit = (): void => {
    if (isOver) return;
    const { units } = group;
    if ('units' in killEach && units % killEach.units === 0) disturb(group.killOne());
    if (isRestarted || units < documents / unitSize / 2) return;
    isRestarted = true;
    disturb(database.restart(seed % 2 === 0 ? 'clean' : 'crash'));
  };
  const settings = { queueUrl: database.url, storeUrl: store.firstLine, lockMs };
  await using group = new WorkerGroup(settings, { size: workers, random, onUnit });
  const timer = 'ms' in killEach ? setInterval(() => disturb(group.killOne()), killEach.ms) : undefined;
  try {
    await during(ground);
  } finally {
    isOver = true;
    clearInterval(timer);
    await Promise.all(disturbances);
  }
  if (!isRestarted) throw new Error('The database was not restarted: there were too few units.');
  return { kills: group.kills, tries: group.units, seconds: (performance.now() - start) / 1000 };
}
