/** Returns whether a system error shows that a file or folder does not exist. After other errors it may exist, for example on a disconnected disk. */
export function isMissing(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR';
}
