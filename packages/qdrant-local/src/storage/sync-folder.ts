import { openFile } from '@x/core/files';

/** Makes the names in a folder, new and changed ones, outlive a power failure, as `fsync` does for a file's contents. */
export async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open folders and keeps their entries with the files.
  if (process.platform === 'win32') return;
  await syncFile(folder, 'r');
}

/** Makes a file's contents outlive a power failure. */
export async function syncFile(path: string, flags: 'r' | 'r+' = 'r+'): Promise<void> {
  await using file = await openFile(path, flags);
  await file.sync();
}
