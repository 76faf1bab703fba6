import { startPostgres, startRedis } from '@x/database-servers';
import { openIndexQueue, type IndexQueue } from '@x/index-queue';
import { QdrantClient } from '@x/qdrant-adapter';

import { startProcess } from './child-process.ts';
import { createRandom } from './random.ts';
import { WorkerGroup } from './worker-group.ts';

/** How a trial is done. */
export interface TrialOptions {
  readonly engine: 'redis' | 'postgres';
  /** Of the order of the documents, and of who is killed. */
  readonly seed: number;
  readonly documents: number;
  readonly workers: number;
  /** When a worker is killed: after so many tries of units, or so many milliseconds. */
  readonly killEach: { readonly units: number } | { readonly ms: number };
}

/** What became of a trial. */
export interface TrialResult {
  /** In words, what does not hold; empty when all does. */
  readonly faults: readonly string[];
  readonly kills: number;
  /** Tries of units; those above their number were done again. */
  readonly tries: number;
  readonly seconds: number;
}

/** What a trial has to work with. */
export interface TrialGround {
  readonly queue: IndexQueue;
  readonly client: QdrantClient;
  readonly random: () => number;
}

const lockMs = 1500;
const unitSize = 16;
export { unitSize };

/**
 * Does a part of a trial with workers that are killed meanwhile. In the middle, by the tries of units that are to be expected, the database is
 * restarted: with an even seed in order, with an odd one by killing it.
 */
export async function underKills(
  { engine, seed, documents, workers, killEach }: TrialOptions,
  { before, during }: Record<'before' | 'during', (ground: TrialGround) => Promise<void>>,
): Promise<Pick<TrialResult, 'kills' | 'tries' | 'seconds'>> {
  const random = createRandom(seed);
  await using database = await (engine === 'redis' ? startRedis() : startPostgres());
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
