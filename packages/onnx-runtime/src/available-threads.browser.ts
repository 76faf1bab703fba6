/**
 * Returns 1. More threads need a cross-origin isolated page, and each loads the worker's script again; request them with `threads`.
 */
export function availableThreads(): number {
  return 1;
}
