// Child processes that write are killed with SIGKILL at 200 random moments. After reopening the folder, all acknowledged writes must
// exist, and the write in progress must exist completely or not at all.
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { serialize } from 'node:v8';
import fc from 'fast-check';
import { expect, test } from 'vitest';

import { dumpDatabase, NaiveDatabase, type Operation } from './__tests__/naive-database.ts';
import { firstOperations, operation } from './__tests__/operations.ts';
import { Refused } from './__tests__/refused.ts';
import { QdrantLocal } from './api/qdrant-local.ts';

const killsPerFolder = 50;
const script = fileURLToPath(new URL('__fixtures__/operating-child.mjs', import.meta.url));

interface Round {
  readonly operations: readonly Operation[];
  /** The kill comes this many acknowledgements, and then this many milliseconds, after the start. */
  readonly acknowledgements: number;
  readonly milliseconds: number;
}

const round: fc.Arbitrary<Round> = fc.record({
  operations: fc.array(operation, { minLength: 60, maxLength: 60 }),
  acknowledgements: fc.integer({ min: 0, max: 8 }),
  milliseconds: fc.integer({ min: 0, max: 12_000 }).map((microseconds) => microseconds / 1000),
});

function after(database: NaiveDatabase, called: Operation): NaiveDatabase {
  try {
    return database.after(called);
  } catch (error) {
    if (error instanceof Refused) return database;
    throw error;
  }
}

/** Runs a child until it is killed, and returns the number of operations that it acknowledged. */
async function killWhileWriting(folder: string, durability: string, { operations, ...moment }: Round): Promise<number> {
  const file = `${folder}.operations`;
  await writeFile(file, serialize(operations));
  const child = spawn(process.execPath, [script, folder, durability, file], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = new Promise((resolve) => child.once('exit', (_, signal) => resolve(signal)));
  let acknowledged = 0;
  const kill = async (): Promise<void> => {
    const end = performance.now() + moment.milliseconds;
    while (performance.now() < end) await setImmediate();
    child.kill('SIGKILL');
  };
  const once = { killing: moment.acknowledgements === 0 ? kill() : undefined };
  for await (const _ of createInterface({ input: child.stdout })) {
    acknowledged++;
    if (acknowledged >= moment.acknowledgements) once.killing ??= kill();
  }
  await once.killing;
  expect(await exited).toBe('SIGKILL');
  return acknowledged;
}

test.concurrent.each([
  ['sync', 1],
  ['sync', 2],
  ['relaxed', 3],
  ['relaxed', 4],
] as const)(
  'no acknowledged write is lost or partly visible after 50 kills: %s, seed %d',
  async (durability, seed) => {
    const parent = await mkdtemp(join(tmpdir(), 'qdrant-local-'));
    const folder = join(parent, 'database');
    try {
      let naive = new NaiveDatabase();
      for (const [index, { operations, ...moment }] of fc.sample(round, { seed, numRuns: killsPerFolder }).entries()) {
        const called = index === 0 ? [...firstOperations, ...operations] : operations;
        const acknowledged = await killWhileWriting(folder, durability, { operations: called, ...moment });
        for (const known of called.slice(0, acknowledged)) naive = after(naive, known);
        await using database = new QdrantLocal({ path: folder });
        const found = await dumpDatabase(database);
        const next = called[acknowledged];
        const afterNext = next === undefined ? naive : after(naive, next);
        if (isDeepStrictEqual(found, afterNext.dump())) naive = afterNext;
        expect(found).toEqual(naive.dump());
      }
    } finally {
      await rm(parent, { recursive: true, force: true });
    }
  },
  240_000,
);
