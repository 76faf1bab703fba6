import type { Database, open as openLmdb, RootDatabase } from 'lmdb';

import { loadNativePackage } from '@x/core/native';

import { storageFailure } from '../json/server-errors.ts';
import type { CatalogueTrees } from './catalogue.ts';
import type { FolderPaths } from './database-folder.ts';
import { adviceOn, DiskRoom } from './disk-room.ts';
import type { Durability } from './durability.ts';

/** An open data file. */
export interface OpenEnvironment extends CatalogueTrees {
  readonly root: RootDatabase;
  readonly points: Database<Buffer, Buffer>;
  /** The packed rows of points; absent until a collection has some. */
  readonly packed?: Database<Buffer, Buffer> | undefined;
  readonly room: DiskRoom;
}

// With pages of 4096 bytes, vectors of common sizes would waste half a page.
const pageSize = 16_384;

/**
 * Opens a data file with its trees. Creates missing trees only when `isNew` is true.
 *
 * @throws {VectorStoreError} naming the file.
 * @throws {NativeLibraryError} when `lmdb` cannot be loaded.
 */
export async function openEnvironment(
  { data: path, dataLock, roomProbe }: FolderPaths,
  { durability, isNew }: { durability: Durability; isNew: boolean },
): Promise<OpenEnvironment> {
  // Loaded here because loading takes longer than everything else, and a database in memory does not need it.
  const { open } = loadNativePackage('lmdb', import.meta.url) as { readonly open: typeof openLmdb };
  let root: RootDatabase | undefined;
  let room: DiskRoom | undefined;
  try {
    if (isNew) await DiskRoom.probe(roomProbe);
    await DiskRoom.makeLockFile(dataLock);
    root = open({
      path,
      noSubdir: true,
      pageSize,
      maxDbs: 4,
      // Otherwise, a transaction would resolve before its fsync.
      overlappingSync: false,
      noMetaSync: durability === 'relaxed',
    });
    room = await DiskRoom.open(path);
    const making = async (): Promise<Trees> => openTrees(root!, path, { create: isNew });
    const trees = isNew ? await room.reserve({ changes: 3, bytes: 0 }, making) : await making();
    return { root, room, ...trees };
  } catch (cause) {
    await root?.close();
    await room?.close();
    // Files of a new database remain after a failure. The next opening uses them.
    const kept = isNew ? '' : ' Nothing was changed.';
    throw storageFailure(`'${path}' cannot be opened: ${messageOf(cause)}.${kept}${adviceOn(cause)}`, cause);
  }
}

/** Creates the tree of packed rows. */
export function makePackedTree({ root, room }: OpenEnvironment): Promise<Database<Buffer, Buffer> | undefined> {
  return room.reserve({ changes: 1, bytes: 0 }, async () => openPackedTree(root, { create: true }));
}

/** Closes a data file. */
export async function closeEnvironment({ root, room }: OpenEnvironment): Promise<void> {
  await root.close();
  await room.close();
}

/** Returns an error's message, whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

type Trees = Pick<OpenEnvironment, 'collections' | 'points' | 'settings' | 'packed'>;

/** Whether missing trees are created. The binding has this option, but its types do not. */
interface Making {
  readonly create: boolean;
}

/** Opens the tree of packed rows. The binding returns `undefined` for a missing tree. */
function openPackedTree(root: RootDatabase, making: Making): Database<Buffer, Buffer> | undefined {
  return root.openDB({ name: 'packed', encoding: 'binary', keyEncoding: 'binary', ...making });
}

function openTrees(root: RootDatabase, path: string, making: Making): Trees {
  const trees = {
    collections: root.openDB({ name: 'collections', encoding: 'json', ...making }),
    points: root.openDB({ name: 'points', encoding: 'binary', keyEncoding: 'binary', ...making }),
    settings: root.openDB({ name: 'settings', encoding: 'json', ...making }),
  };
  // The binding returns `undefined` for a missing tree.
  const missing = Object.entries(trees).find(([, tree]) => (tree as unknown) === undefined);
  if (missing === undefined) return { ...(trees as Trees), packed: openPackedTree(root, { create: false }) };
  throw storageFailure(`'${path}' is damaged: its tree '${missing[0]}' is missing. Restore it from a backup.`);
}
