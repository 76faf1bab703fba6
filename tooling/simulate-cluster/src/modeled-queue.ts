import type { JobHandler, JobOutcome, JobQueue, JobWorker, QueuePort } from '@x/index-queue';

import { JobTable, type SimulatedProcess, type TableJob } from './job-table.ts';
import type { ModeledServer } from './modeled-server.ts';
import type { VirtualTime } from './virtual-time.ts';

type QueueName = Exclude<keyof QueuePort, 'close'>;

/** The database of the queues. */
export class ModeledDatabase {
  readonly #server: ModeledServer;
  readonly #tables: Readonly<Record<QueueName, JobTable>>;
  readonly #held = new Map<SimulatedProcess, Set<{ readonly table: JobTable; readonly job: TableJob }>>();

  constructor(time: VirtualTime, server: ModeledServer) {
    const table = (): JobTable => new JobTable(time);
    this.#server = server;
    this.#tables = { units: table(), finishes: table(), records: table(), rejected: table() };
  }

  /** Returns the queues for one process. Every call is a request to the database. In a lost process, calls never end. */
  portOf(process: SimulatedProcess): QueuePort {
    const { units, finishes, records, rejected } = this.#tables;
    return {
      units: this.#queueOf(units, process),
      finishes: this.#queueOf(finishes, process),
      records: this.#queueOf(records, process),
      rejected: this.#queueOf(rejected, process),
      close: async () => {},
    };
  }

  /** Ends a process. Others get its jobs when their locks expire. */
  lose(process: SimulatedProcess, lockMs: number): void {
    process.isAlive = false;
    for (const { table, job } of this.#held.get(process) ?? []) table.release(job, lockMs);
    this.#held.delete(process);
  }

  #queueOf(table: JobTable, process: SimulatedProcess): JobQueue {
    const request = async <T>(amount: number, work: () => T): Promise<T> => {
      await this.#server.use(amount);
      return process.isAlive ? work() : new Promise(() => {});
    };
    const withJob = (id: string, work: (job: TableJob) => void): Promise<boolean> =>
      request(1, () => {
        const job = table.find(id);
        if (job !== undefined) work(job);
        return job !== undefined;
      });
    return {
      add: (jobs) => request(jobs.length, () => jobs.forEach((job) => table.add(job))),
      counts: () => request(1, () => table.counts),
      unfinishedIds: () => request(1, () => table.ids('waiting', 'delayed', 'active')),
      finishedIds: (state) => request(1, () => table.ids(state)),
      find: (id) => request(1, () => table.find(id)),
      replace: ({ id, json }) => withJob(id, (job) => (job.json = json)),
      retry: async (id) => void (await withJob(id, (job) => table.retry(job))),
      remove: async (id) => void (await withJob(id, (job) => job.state !== 'active' && table.remove(job))),
      work: (handler, { concurrency }) => this.#work(table, { process, handler, concurrency }),
    };
  }

  #work(
    table: JobTable,
    { process, handler, concurrency }: { process: SimulatedProcess; handler: JobHandler; concurrency: number },
  ): JobWorker {
    const held = this.#held.get(process) ?? new Set();
    this.#held.set(process, held);
    const loop = async (): Promise<void> => {
      while (process.isAlive) {
        const job = await table.take(process);
        const holding = { table, job };
        held.add(holding);
        await this.#server.use(1);
        const outcome = await attempt(handler, job);
        await this.#server.use(1);
        if (!process.isAlive) return;
        held.delete(holding);
        table.settle(job, outcome);
      }
    };
    for (let index = 0; index < concurrency; index++) void loop();
    return { stop: async () => {} };
  }
}

async function attempt(handler: JobHandler, { id, json }: TableJob): Promise<JobOutcome> {
  try {
    return await handler({ id, json }, { signal: new AbortController().signal });
  } catch (error) {
    return { kind: 'failed', reason: String(error) };
  }
}
