/**
 * Returns 1. More threads need a page that is isolated from other sites, and each thread loads the script of the caller's worker again. Therefore
 * more threads need the option `threads`.
 */
export function availableThreads(): number {
  return 1;
}
