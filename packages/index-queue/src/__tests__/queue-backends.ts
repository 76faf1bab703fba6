import { postgresPrograms, redisServer, startPostgres, startRedis, type TestDatabase } from '@x/database-servers';

import type { NewJob, WorkOptions } from '../queue/queue-port.ts';
import { systemClock } from '../queue/system-clock.ts';

/** A database that holds a queue in tests. */
export interface Backend {
  readonly name: string;
  readonly isMissing: boolean;
  readonly start: () => Promise<Pick<TestDatabase, typeof Symbol.asyncDispose> & { url?: string }>;
}

export const backends: readonly Backend[] = [
  { name: 'memory', isMissing: false, start: async () => ({ [Symbol.asyncDispose]: async () => {} }) },
  { name: 'Redis (its server is not installed: set X_TEST_REDIS_SERVER)', isMissing: !redisServer, start: startRedis },
  { name: 'PostgreSQL (its programs are not installed)', isMissing: !postgresPrograms, start: startPostgres },
].map(({ name, isMissing, start }) => ({ name: isMissing ? name : name.replace(/ \(.*/, ''), isMissing, start }));

/** Creates a job whose text is hard to store. */
export function job(id: string): NewJob {
  return { id, json: JSON.stringify({ of: id, text: 'a\0b\ud800' }) };
}

export const workOptions: WorkOptions = {
  concurrency: 1,
  workerName: 'first',
  lockMs: 500,
  stalledCheckMs: 200,
  maxLostWorkers: 10,
  onError: () => {},
};

/** Checks a condition on a real database until it is true. */
export async function until(isTrue: () => Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await systemClock.sleep(10);
}
