import { missingEngine } from './find-programs.ts';
import type { TestDatabase } from './server-process.ts';
import { startPostgres } from './start-postgres.ts';
import { startRedis } from './start-redis.ts';

/** A database that can hold a queue. */
export type EngineName = 'redis' | 'postgres';

/** The names of the engines, as texts show them. */
export const engineTitles: Readonly<Record<EngineName, string>> = { redis: 'Redis', postgres: 'PostgreSQL' };

/** Returns the engines whose programs are installed. */
export function installedEngines(): readonly EngineName[] {
  return (['redis', 'postgres'] as const).filter((engine) => missingEngine(engine) === '');
}

/** Starts a server of an engine. */
export async function startDatabase(engine: EngineName): Promise<TestDatabase> {
  return engine === 'redis' ? startRedis() : startPostgres();
}
