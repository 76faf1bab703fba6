import type { Clock, QueuePort } from '../queue/queue-port.ts';
import { type WorkerRecord, writeWorkerRecord } from '../runs/run-records.ts';

/** The counts of one completed unit. */
export type DoneUnit = Pick<
  WorkerRecord,
  'items' | 'documents' | 'indexed' | 'unchanged' | 'superseded' | 'skipped' | 'rejected' | 'passages'
>;

const summed = ['items', 'documents', 'indexed', 'unchanged', 'superseded', 'skipped', 'rejected', 'passages'] as const;
const recentUnits = 64;
/** Maximum runs that a worker counts, which is more than it has at the same time. */
const countedRuns = 8;

/** Sums the work of a worker for each run, and writes the sums to the queue, where `watchRun` reads them. */
export class WorkerTally {
  readonly #parts: { port: QueuePort; clock: Clock; worker: string; workerKey: string };
  readonly #records = new Map<number, WorkerRecord>();
  /** The key of each record. A run that was forgotten and begins again gets another record, because the first one keeps its counts. */
  readonly #keys = new Map<number, string>();
  #begun = 0;
  #writing: Promise<void> = Promise.resolve();

  /** `workerKey` must be unique among all workers of all processes. */
  constructor(parts: { port: QueuePort; clock: Clock; worker: string; workerKey: string }) {
    this.#parts = parts;
  }

  /** Records that the worker started a unit of a run. */
  begin(runId: number): void {
    if (this.#records.has(runId)) return;
    const zeros = {
      units: 0,
      items: 0,
      documents: 0,
      indexed: 0,
      unchanged: 0,
      superseded: 0,
      skipped: 0,
      rejected: 0,
      passages: 0,
    };
    const { worker, clock } = this.#parts;
    this.#records.set(runId, { worker, ...zeros, recent: [], startedAt: clock.now() });
    this.#keys.set(runId, `${this.#parts.workerKey}-${this.#begun++}`);
    const oldest = this.#records.keys().next();
    if (this.#records.size > countedRuns && !oldest.done) {
      this.#records.delete(oldest.value);
      this.#keys.delete(oldest.value);
    }
  }

  /** Adds a completed unit. */
  async add(runId: number, unit: DoneUnit): Promise<void> {
    const { port, clock } = this.#parts;
    this.begin(runId);
    const record = this.#records.get(runId)!;
    const sums = Object.fromEntries(summed.map((name) => [name, (record[name] ?? 0) + (unit[name] ?? 0)]));
    const recent = [...record.recent, [clock.now(), unit.items, unit.documents] as const].slice(-recentUnits);
    this.#records.set(runId, { ...record, ...sums, units: record.units + 1, recent });
    // Writes run one after the other, so that an earlier record does not overwrite a later one.
    const before = this.#writing;
    const write = (async () => {
      await before.catch(() => {});
      const latest = this.#records.get(runId);
      const workerKey = this.#keys.get(runId);
      if (latest !== undefined && workerKey !== undefined)
        await writeWorkerRecord(port, { runId, workerKey, record: latest });
    })();
    this.#writing = write;
    await write;
  }
}
