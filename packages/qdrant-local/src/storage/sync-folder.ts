import { openFile } from '@x/core/files';

/** Makes new and changed names in a folder survive a power failure, as `fsync` does for a file's contents. */
export async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open folders and keeps their entries with the files.
  if (process.platform === 'win32') return;
  await syncFile(folder, 'r');
}

/** Makes a file's contents survive a power failure. */
export async function syncFile(path: string, flags: 'r' | 'r+' = 'r+'): Promise<void> {
  await using file = await openFile(path, flags);
  await file.sync();
}
