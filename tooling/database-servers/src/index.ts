export { type EngineName, engineTitles, installedEngines, startDatabase } from './engines.ts';
export { missingEngine, postgresPrograms, redisServer } from './find-programs.ts';
export type { TestDatabase } from './server-process.ts';
export { startPostgres } from './start-postgres.ts';
export { startRedis } from './start-redis.ts';
