import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeFolder } from '@x/core/files';
import type { RepositoryCache } from './cache-layout.ts';
import { linkIntoSnapshot } from './cache-write.ts';
import { downloadFile } from './download-file.ts';
import { fileSize } from '../file-status.ts';
import type { HubClient } from '../http/hub-client.ts';
import type { ProgressMeter } from '../progress-meter.ts';
import { removeAbandoned } from './remove-abandoned.ts';
import type { RepositoryFile } from '../repository-listing.ts';
import { checkSnapshotFile } from './check-snapshot-file.ts';
import { writeRecord } from './file-record.ts';
import { inTurn } from './in-turn.ts';
import { lockFile } from './lock-file.ts';
import { quarantine } from './quarantine.ts';

/** Options of {@link fetchIntoCache}. */
export interface FetchIntoCacheOptions {
  readonly cache: RepositoryCache;
  readonly commit: string;
  readonly client: HubClient;
  readonly url: string;
  readonly meter: ProgressMeter;
}

/**
 * Ensures that a snapshot has an intact file. An existing file is checked, a damaged file is moved to the quarantine, and a missing file is
 * downloaded. When several processes or calls need the same file, only one of them downloads it.
 *
 * An intact file needs no write access, so a complete cache may be read-only.
 */
export async function fetchIntoCache(file: RepositoryFile, options: FetchIntoCacheOptions): Promise<void> {
  const { cache, client, meter } = options;
  client.signal.throwIfAborted();
  if (await isPresent(file, options)) return meter.add(file.size, file.path);
  const blob = cache.blob(file.oid);
  await inTurn(blob, client.signal, async () => {
    await makeFolder(dirname(blob));
    await removeAbandoned(dirname(blob), client.clock.now());
    await using _ = await lockFile(`${blob}.lock`, client);
    // Another process or call may have downloaded it during the wait.
    if (await isPresent(file, options)) return meter.add(file.size, file.path);
    await fetchFile(file, blob, options);
  });
}

async function fetchFile(file: RepositoryFile, blob: string, options: FetchIntoCacheOptions): Promise<void> {
  const { cache, commit, client, url, meter } = options;
  const place = cache.snapshotFile(commit, file.path);
  if ((await fileSize(blob)) === file.size) {
    // The blob belongs to another snapshot, or Python downloaded it.
    await linkIntoSnapshot(blob, place, { isNewBlob: false });
    if (await isPresent(file, options)) return meter.add(file.size, file.path);
  }
  await downloadFile(url, file, { target: blob, client, onBytes: (count) => meter.add(count, file.path) });
  await linkIntoSnapshot(blob, place, { isNewBlob: true });
  const { mtimeMs } = await stat(place);
  await writeRecord(cache.record(commit, file.path), { oid: file.oid, size: file.size, mtimeMs });
}

/** Returns true when the snapshot has the file and it is intact. Moves a damaged file to the quarantine. */
async function isPresent(file: RepositoryFile, { cache, commit, client }: FetchIntoCacheOptions): Promise<boolean> {
  const { signal } = client;
  const check = await checkSnapshotFile(cache, commit, file.path, { expected: file, signal });
  if (check.state === 'damaged') await quarantine(cache, commit, file.path, check.status);
  return check.state === 'intact';
}
