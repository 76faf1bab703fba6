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

/** Opens a database that cannot be opened and returns the error. */
async function failureOf(path: string): Promise<unknown> {
  await using database = new QdrantLocal({ path });
  return await database.getCollections().catch((error: unknown) => error);
}

test.each([['file'], ['file', 'a'], ['file', 'a', 'b'], ['link'], ['link', 'a']])(
  'a database at %s %s %s is rejected with the path in the way and advice',
  async (...names) => {
    await writeFile(join(folder, 'file'), '');
    await symlink(join(folder, 'nowhere', 'else'), join(folder, 'link'));
    const path = join(folder, ...names);
    const inTheWay = join(folder, names[0]!);
    const error = await failureOf(path);
    expect(error).toMatchObject({ code: 'VECTOR_STORE' });
    const { message } = error as Error;
    expect(message).toContain(`The database folder '${path}' cannot be created: `);
    expect(message).toContain(`'${inTheWay}'`);
    expect(message).toContain('Choose a folder that this process may create or write to.');
  },
);

// These file systems accept no new names. Their error says that the name does not exist, which can also mean a missing parent.
test.runIf(process.platform === 'linux').each(['/proc/x', '/proc/x/y', '/sys/x'])(
  'a database, a server and a snapshot at %s are rejected',
  async (path) => {
    const error = await failureOf(path);
    expect(error).toMatchObject({ code: 'VECTOR_STORE' });
    expect((error as Error).message).toContain(`The database folder '${path}' cannot be created: `);
    await expect(serve({ path, port: 0 })).rejects.toThrow(`'${path}' cannot be created`);
    await using database = new QdrantLocal({ path: join(folder, 'database') });
    await expect(database.snapshot(join(path, 'copy'))).rejects.toThrow(`'${path}/copy' could not be written`);
  },
);
