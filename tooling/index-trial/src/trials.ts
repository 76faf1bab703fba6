import { enqueueDocuments, finishRun, type IndexQueue, readRejected, type RunReport } from '@x/index-queue';

import { documentOf, poisonOf, type Reference } from './documents.ts';
import { shuffled } from './random.ts';
import { retryQueueErrors } from './retry-queue-errors.ts';
import { differences, freshPoints, type StoredPoints, storedPoints } from './stored-points.ts';
import { type TrialOptions, type TrialResult, underKills, unitSize } from './trial-ground.ts';
import { trialPipeline } from './trial-pipeline.ts';

const [earlier, later] = [1, 2];

/**
 * Indexes documents with workers that are killed. The index already contains an earlier version of some documents, and others that are gone from the
 * corpus. At the end the store must equal an index of these documents that is created in one run, and the list of rejected documents must be complete.
 */
export async function killTrial(options: TrialOptions): Promise<TrialResult> {
  const { documents } = options;
  // A third of the documents are new. A tenth more were removed from the corpus.
  const former = referencesOf(Math.floor(documents / 3), Math.floor(documents * 1.1), earlier);
  const present = referencesOf(0, documents, later);
  const faults: string[] = [];
  const counts = await underKills(options, {
    before: async ({ client }) => {
      await trialPipeline(client, 0).index(former.map(documentOf), { runId: earlier });
    },
    during: async ({ queue, client, random }) => {
      await enqueue(queue, shuffled(present, random), later);
      const report = await finish(queue, later);
      faults.push(...differences(await storedPoints(client), await expectedPoints(present, former)));
      faults.push(
        ...(await faultsOfRejected(
          queue,
          present.filter((one) => poisonOf(one) !== undefined),
        )),
      );
      faults.push(...faultsOfReport(report, { items: documents, removed: Math.floor(documents * 1.1) - documents }));
    },
  });
  return { ...counts, faults };
}

/**
 * Indexes two versions of the same documents at the same time, in two runs. At the end the store must contain only the later version, whichever run was
 * enqueued first, and no documents that only the earlier run had.
 */
export async function overlapTrial(options: TrialOptions): Promise<TrialResult> {
  const { documents } = options;
  // Excludes documents that one run cannot index: whether they are stored at the end depends on which run was first.
  const healthy = ({ id }: Reference): boolean => poisonOf({ id, version: later }) === undefined;
  const former = referencesOf(Math.floor(documents / 20), Math.floor(documents * 1.05), earlier).filter(healthy);
  const present = referencesOf(0, documents, later).filter(healthy);
  const faults: string[] = [];
  const counts = await underKills(options, {
    before: async () => {},
    during: async ({ queue, client, random }) => {
      const enqueueRuns = [
        async () => enqueue(queue, shuffled(former, random), earlier),
        async () => enqueue(queue, shuffled(present, random), later),
      ];
      for (const enqueueRun of shuffled(enqueueRuns, random)) await enqueueRun();
      await Promise.all([finish(queue, earlier), finish(queue, later)]);
      faults.push(...differences(await storedPoints(client), await freshPoints(present, later)));
    },
  });
  return { ...counts, faults };
}

function referencesOf(from: number, to: number, version: number): Reference[] {
  return Array.from({ length: to - from }, (_, index) => ({ id: from + index, version }));
}

async function enqueue(queue: IndexQueue, references: readonly Reference[], runId: number): Promise<void> {
  await retryQueueErrors(async () => enqueueDocuments(queue, references, { runId, unitSize, pollMs: 100 }));
}

async function finish(queue: IndexQueue, runId: number): Promise<RunReport> {
  return retryQueueErrors(async () => finishRun(queue, { runId, pollMs: 200 }));
}

/** Returns the expected points. A document that can no longer be indexed keeps its former version. */
async function expectedPoints(present: readonly Reference[], former: readonly Reference[]): Promise<StoredPoints> {
  const known = new Set(former.map(({ id }) => id));
  const kept = present.flatMap((reference) => {
    if (poisonOf(reference) === undefined) return [reference];
    return known.has(reference.id) ? [{ ...reference, version: earlier }] : [];
  });
  return freshPoints(kept, later);
}

async function faultsOfRejected(queue: IndexQueue, poison: readonly Reference[]): Promise<readonly string[]> {
  const expected = poison.map(({ id }) => String(id)).toSorted();
  const rejected: string[] = [];
  for await (const { id } of readRejected(queue, { runId: later })) rejected.push(String(id));
  rejected.sort();
  if (JSON.stringify(rejected) === JSON.stringify(expected)) return [];
  return [`The rejected documents are ${rejected.join(', ')} instead of ${expected.join(', ')}.`];
}

/**
 * Checks the report except for document counts, which are too large when units were repeated. The count of removed documents is too small when the
 * removal was repeated; the comparison of the store shows whether all were removed.
 */
function faultsOfReport(report: RunReport, { items, removed }: { items: number; removed: number }): readonly string[] {
  const isRight = report.items === items && report.failedUnits === 0 && report.removed <= removed;
  return isRight
    ? []
    : [`The report is wrong: ${JSON.stringify(report)}. Expected at most ${removed} removed documents.`];
}
