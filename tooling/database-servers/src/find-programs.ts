import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Path of the Redis server: `X_TEST_REDIS_SERVER`, or the `redis-server` on the PATH; undefined when there is none. */
export const redisServer: string | undefined = process.env['X_TEST_REDIS_SERVER'] ?? findOnPath('redis-server');

/** Folder of PostgreSQL's programs, from the PATH or from Debian's /usr/lib/postgresql; undefined when there is none. */
export const postgresPrograms: string | undefined = findPostgres();

/** Returns the reason why the tests of an engine are skipped, or an empty text. Append it to their names. */
export function missingEngine(engine: 'redis' | 'postgres'): string {
  if (engine === 'redis') return redisServer === undefined ? ' (skipped: no redis-server on the PATH)' : '';
  return postgresPrograms === undefined ? ' (skipped: no PostgreSQL on the PATH or in /usr/lib/postgresql)' : '';
}

function findPostgres(): string | undefined {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian) : [];
  const folders = [...pathFolders(), ...versions.map((version) => join(debian, version, 'bin'))];
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')));
}

function findOnPath(program: string): string | undefined {
  return pathFolders()
    .map((folder) => join(folder, program))
    .find((path) => existsSync(path));
}

function pathFolders(): string[] {
  return (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
}
