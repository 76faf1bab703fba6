import { webPlatform } from '@x/core';

/** How many threads WebAssembly may have: those of the processor where the page is isolated from other sites, else one. */
export function availableThreads(): number {
  const { crossOriginIsolated = false, navigator } = webPlatform;
  return (crossOriginIsolated && navigator?.hardwareConcurrency) || 1;
}
