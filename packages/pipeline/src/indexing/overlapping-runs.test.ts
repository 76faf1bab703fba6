// Runs with ids that overlap, are killed and are repeated leave the points of a fresh index. The store applies the points of a call one by one.
import type { PointId } from '@x/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';

import { lengthEmbedder } from '../__tests__/fake-embedder.ts';
import { FakeStore } from '../__tests__/fake-store.ts';
import { type Fault, type Kill, ShardedStore, Turns } from '../__tests__/interleaving.ts';
import { wordChunker } from '../__tests__/word-chunker.ts';
import { createSearchPipeline, type SearchPipeline } from '../search-pipeline.ts';
import type { PipelineDocument } from './index-options.ts';

interface Note {
  readonly text: string;
}

const embedder = lengthEmbedder();
const pipelineOver = (store: FakeStore<Note> | ShardedStore<Note>): SearchPipeline<Note> =>
  createSearchPipeline<Note>({ store, embedder, chunker: wordChunker });

const ids: readonly PointId[] = [1, '0190f3e4-7c1b-7000-8000-00000000abcd', 'notes/bees.md', 4];
/** One text per id; `undefined` means that the source does not contain the document. */
type Texts = readonly (string | undefined)[];

function documentsOf(texts: Texts): PipelineDocument<Note>[] {
  return texts.flatMap((text, index) => (text === undefined ? [] : [{ id: ids[index]!, payload: { text } }]));
}

/** Returns the points ordered by id, without the ids of the runs that wrote and saw them. */
function contentsOf({ points }: FakeStore<Note>): unknown[] {
  return Array.from(points.values(), ({ id, vector, payload }) => {
    const { run: _, written: __, ...record } = Reflect.get(payload, '_index') as Record<string, unknown>;
    return { id: String(id), vector, payload: { ...payload, _index: record } };
  }).toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

const text = fc.constantFrom('a', 'a b', 'a b c', 'd', 'd e', 'd e f g h', 'i', 'i j k l', 'm n');
const texts = fc.array(fc.option(text, { nil: undefined, freq: 4 }), { minLength: ids.length, maxLength: ids.length });
const kills = fc.array(fc.record({ call: fc.nat(9), applied: fc.nat(255) }), { maxLength: 2 });
/** A worker may still be alive after its job was given to another worker, its twin. */
const unit = fc.record({ batchSize: fc.integer({ min: 1, max: 4 }), kills, twinKills: fc.option(kills, { freq: 1 }) });
const scenario = fc.record({
  before: fc.option(fc.record({ texts, hasRun: fc.boolean() }), { nil: undefined }),
  runs: fc.array(fc.record({ texts, units: fc.array(unit, { minLength: 1, maxLength: 2 }), removalKills: kills }), {
    minLength: 2,
    maxLength: 3,
  }),
  seed: fc.integer(),
});
type Scenario = typeof scenario extends fc.Arbitrary<infer Value> ? Value : never;

/** Plays a scenario and returns the store after its newest run. */
async function play({ before, runs, seed }: Scenario, fault?: Fault): Promise<FakeStore<Note>> {
  const store = new FakeStore<Note>();
  if (before !== undefined) {
    await pipelineOver(store).index(documentsOf(before.texts), before.hasRun ? { runId: 1 } : {});
  }
  const turns = new Turns(randomFrom(seed));
  let workers = 0;
  /** Repeats work until nothing kills it. */
  const repeated = async (
    runId: number,
    ends: Scenario['runs'][number]['removalKills'],
    work: (pipeline: SearchPipeline<Note>) => Promise<unknown>,
  ): Promise<void> => {
    // prettier-ignore
    const worker = workers++;
    for (const { call, applied } of [...ends, { call: Infinity, applied: 0 }]) {
      await turns.take(worker);
      const kill: Kill = { call, isApplied: (point) => ((applied >> (point % 8)) & 1) === 1 };
      try {
        await work(pipelineOver(new ShardedStore(store, { worker, turns, kill, runId, fault })));
        return;
      } catch (error) {
        if (call === Infinity) throw error;
      }
    }
  };
  let earlier: Promise<unknown> = Promise.resolve();
  const all = runs.map(({ texts: own, units, removalKills }, index) => {
    const runId = 10 * (index + 1);
    const documents = documentsOf(own);
    const indexing = units.flatMap(({ batchSize, kills: ends, twinKills }, share) => {
      const shareOf = documents.filter((_, position) => position % units.length === share);
      const attempts = twinKills === null ? [ends] : [ends, twinKills];
      return attempts.map((each) => repeated(runId, each, (pipeline) => pipeline.index(shareOf, { runId, batchSize })));
    });
    earlier = Promise.all([earlier, ...indexing]);
    return earlier.then(() => repeated(runId, removalKills, (pipeline) => pipeline.removeVanished({ runId })));
  });
  await turns.until(Promise.all(all));
  return store;
}

/** Mulberry32. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}

async function requireNewest(given: Scenario, fault?: Fault): Promise<void> {
  const store = await play(given, fault);
  const newest = documentsOf(given.runs.at(-1)!.texts);
  const fresh = new FakeStore<Note>();
  await pipelineOver(fresh).index(newest);
  expect(contentsOf(store)).toEqual(contentsOf(fresh));
  store.writes.length = 0;
  const report = await pipelineOver(store).index(newest, { runId: 10 * given.runs.length });
  expect(report).toMatchObject({ unchanged: newest.length, indexed: 0, superseded: 0 });
  expect(store.writes).toEqual([]);
}

test('runs that overlap, are killed and repeated leave the points of a fresh index of the newest', async () => {
  await fc.assert(
    fc.asyncProperty(scenario, (given) => requireNewest(given)),
    { numRuns: 300 },
  );
}, 600_000);

const faults: readonly Fault[] = ['upserts anything', 'upserts over older runs', 'updates anything', 'deletes anything']; // prettier-ignore
test.each(faults)(
  'a store that %s leaves other points',
  async (fault) => {
    const { failed } = await fc.check(fc.asyncProperty(scenario, (given) => requireNewest(given, fault)), { numRuns: 2000, endOnFailure: true }); // prettier-ignore
    expect(failed).toBe(true);
  },
  600_000,
);
