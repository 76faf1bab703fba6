// Random sequences of operations on a database in memory, one on disk and a naive model. All three must agree after each operation.
// The one on disk must also agree after it was closed and reopened.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';

import { dumpDatabase, NaiveDatabase, type Operation } from './__tests__/naive-database.ts';
import { firstOperations, operation } from './__tests__/operations.ts';
import { Refused } from './__tests__/refused.ts';
import { QdrantLocal } from './api/qdrant-local.ts';

interface Real {
  readonly inMemory: QdrantLocal;
  onDisk: QdrantLocal;
  readonly path: string;
}

interface Model {
  naive: NaiveDatabase;
}

type Methods = Record<string, (...args: readonly unknown[]) => Promise<unknown>>;

async function statusOf(database: QdrantLocal, { method, args }: Operation): Promise<number | undefined> {
  return (database as unknown as Methods)[method]!(...structuredClone(args)).then(
    () => undefined,
    (error: unknown) => (error as { status: number }).status,
  );
}

class Call implements fc.AsyncCommand<Model, Real> {
  readonly #operation: Operation;

  constructor(called: Operation) {
    this.#operation = called;
  }

  check(): boolean {
    return true;
  }

  async run(model: Model, { inMemory, onDisk }: Real): Promise<void> {
    let expected: number | undefined;
    try {
      model.naive = model.naive.after(this.#operation);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      expected = error.status;
    }
    expect(await statusOf(inMemory, this.#operation)).toBe(expected);
    expect(await statusOf(onDisk, this.#operation)).toBe(expected);
    expect(await dumpDatabase(inMemory)).toEqual(model.naive.dump());
    expect(await dumpDatabase(onDisk)).toEqual(model.naive.dump());
  }

  toString(): string {
    return fc.stringify(this.#operation);
  }
}

class Reopen implements fc.AsyncCommand<Model, Real> {
  check(): boolean {
    return true;
  }

  async run(model: Model, real: Real): Promise<void> {
    await real.onDisk.close();
    real.onDisk = new QdrantLocal({ path: real.path });
    expect(await dumpDatabase(real.onDisk)).toEqual(model.naive.dump());
  }

  toString(): string {
    return 'reopen';
  }
}

test('memory, disk and a naive model agree on any sequence of operations and reopenings', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'qdrant-local-'));
  let runs = 0;
  const commands = [operation.map((called) => new Call(called)), fc.constant(new Reopen())];
  try {
    await fc.assert(
      fc.asyncProperty(fc.commands(commands, { maxCommands: 50, size: 'max' }), async (sequence) => {
        const path = join(folder, String(runs++));
        const real: Real = { inMemory: new QdrantLocal(), onDisk: new QdrantLocal({ path }), path };
        try {
          const begun = firstOperations.map((called) => new Call(called));
          await fc.asyncModelRun(() => ({ model: { naive: new NaiveDatabase() }, real }), [...begun, ...sequence]);
        } finally {
          await real.onDisk.close();
          await rm(path, { recursive: true, force: true });
        }
      }),
      { numRuns: 40 },
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 120_000);
