import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { QdrantLocal } from '../api/qdrant-local.ts';
import { serve } from '../rest/serve.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'qdrant-local-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Opens a database that cannot be opened and gives the error. */
async function failureOf(path: string): Promise<unknown> {
  await using database = new QdrantLocal({ path });
  return await database.getCollections().catch((error: unknown) => error);
}

test.each([['file'], ['file', 'a'], ['file', 'a', 'b'], ['link'], ['link', 'a']])(
  'a database at %s %s %s is refused, with the path in the way and what to do',
  async (...names) => {
    await writeFile(join(folder, 'file'), '');
    await symlink(join(folder, 'nowhere', 'else'), join(folder, 'link'));
    const path = join(folder, ...names);
    const inTheWay = join(folder, names[0]!);
    const error = await failureOf(path);
    expect(error).toMatchObject({ code: 'VECTOR_STORE' });
    const { message } = error as Error;
    expect(message).toContain(`The database folder '${path}' cannot be made: `);
    expect(message).toContain(`'${inTheWay}'`);
    expect(message).toContain('Choose a folder that this process may make or write to.');
  },
);

// These take no new names: the first says that they are not there, which is also said of a missing parent.
test.runIf(process.platform === 'linux').each(['/proc/x', '/proc/x/y', '/sys/x'])(
  'a database, a server and a snapshot at %s are refused',
  async (path) => {
    const error = await failureOf(path);
    expect(error).toMatchObject({ code: 'VECTOR_STORE' });
    expect((error as Error).message).toContain(`The database folder '${path}' cannot be made: `);
    await expect(serve({ path, port: 0 })).rejects.toThrow(`'${path}' cannot be made`);
    await using database = new QdrantLocal({ path: join(folder, 'database') });
    await expect(database.snapshot(join(path, 'copy'))).rejects.toThrow(`'${path}/copy' could not be written`);
  },
);
