/**
 * One. More of them need a page that is isolated from other sites, and start the script of the caller's worker once more for each, so that is left to
 * the option `threads`.
 */
export function availableThreads(): number {
  return 1;
}
