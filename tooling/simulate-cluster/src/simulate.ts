import { createIndexWorker, enqueueDocuments, finishRun, IndexQueue, type RunReport } from '@x/index-queue';

import type { SimulatedProcess } from './job-table.ts';
import { ModeledDatabase } from './modeled-queue.ts';
import { type ModeledCluster, modeledPipeline } from './modeled-pipeline.ts';
import { ModeledServer } from './modeled-server.ts';
import { randomFrom, waitingTime } from './random.ts';
import type { Scenario } from './scenario.ts';
import { VirtualTime } from './virtual-time.ts';

/** The result of a simulated run. */
export interface SimulatedRun {
  /** Hours from the first document to the end of the run. */
  readonly hours: number;
  /** Price of the workers' machines. */
  readonly price: number;
  /** Units that are missing from the store. */
  readonly lostUnits: number;
  /** Units that were stored more than once. */
  readonly repeatedUnits: number;
  readonly lostWorkers: number;
  /** Requests that the store refused because it was overloaded. */
  readonly refusals: number;
  /** Share of the time that each part was busy. For the workers it is their average. */
  readonly busy: Readonly<Record<'workers' | 'queue' | 'store', number>>;
  readonly report: RunReport;
}

const runId = 1;
const hourMs = 3_600_000;

/**
 * Simulates indexing with many workers in virtual time. `@x/index-queue` enqueues, works, retries and finishes; the database, the models, the store and
 * the machines are modeled. The same scenario always has the same result.
 */
export async function simulate(
  scenario: Scenario,
  onProgress: (progress: { readonly share: number; readonly hours: number }) => void = () => {},
): Promise<SimulatedRun> {
  const { workers, queueRequestsPerSecond, queueLatencyMs, pointsPerSecond, storeLatencyMs } = scenario;
  const time = new VirtualTime();
  const server = new ModeledServer(time, { perSecond: queueRequestsPerSecond, latencyMs: queueLatencyMs });
  const database = new ModeledDatabase(time, server);
  const store = new ModeledServer(time, { perSecond: pointsPerSecond, latencyMs: storeLatencyMs });
  const count = Math.ceil(scenario.documents / scenario.documentsPerUnit);
  const units = { times: new Uint8Array(count), embeddingMs: 0, refusals: 0 };
  const cluster = { scenario, time, random: randomFrom(scenario.seed), store, units };
  const losses = { count: 0 };
  for (let index = 0; index < workers; index++) startWorker(cluster, { database, index, losses });

  const queue = queueOf(cluster, database, { isAlive: true });
  function* unitNumbers(): Generator<number, void, undefined> {
    for (let unit = 0; unit < count; unit++) {
      if (unit % 10_000 === 0) onProgress({ share: unit / count, hours: time.now / hourMs });
      // The reader of the source gives way to the event loop after each unit.
      time.hold();
      yield unit;
    }
    time.hold();
  }
  const run = async (): Promise<RunReport> => {
    await enqueueDocuments(queue, unitNumbers(), { runId, unitSize: 1 });
    return finishRun(queue, { runId });
  };
  const report = await time.until(run());
  const hours = time.now / hourMs;
  return {
    hours,
    price: hours * workers * scenario.hourPrice,
    lostUnits: units.times.filter((times) => times === 0).length,
    repeatedUnits: units.times.filter((times) => times > 1).length,
    lostWorkers: losses.count,
    refusals: units.refusals,
    busy: {
      workers: units.embeddingMs / time.now / workers,
      queue: server.busyMs / time.now,
      store: store.busyMs / time.now,
    },
    report,
  };
}

function queueOf({ time }: ModeledCluster, database: ModeledDatabase, process: SimulatedProcess): IndexQueue {
  const clock = { now: () => time.now, sleep: async (ms: number) => time.sleep(ms) };
  return new IndexQueue('simulated', database.portOf(process), clock);
}

/** Starts a worker that is lost at a random time and then restarted. */
function startWorker(
  cluster: ModeledCluster,
  parts: { readonly database: ModeledDatabase; readonly index: number; readonly losses: { count: number } },
): void {
  const { scenario, time, random } = cluster;
  const { workers, slowShare, slowFactor, hoursBetweenLosses, restartMs, lockMs } = scenario;
  const { database, index, losses } = parts;
  const process = { isAlive: true };
  createIndexWorker({
    queue: queueOf(cluster, database, process),
    pipeline: modeledPipeline(cluster, {
      process,
      slowness: index < Math.floor(workers * slowShare) ? slowFactor : 1,
    }),
    read: (numbers: readonly number[]) => numbers.map((id) => ({ id, payload: {} })),
    name: `worker-${index}`,
    lockMs,
  });
  time.at(time.now + waitingTime(random, hoursBetweenLosses * hourMs), () => {
    losses.count++;
    database.lose(process, lockMs);
    time.at(time.now + restartMs, () => startWorker(cluster, parts));
  });
}
