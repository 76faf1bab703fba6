/** Resolves in the next turn of the event loop, without the delay of a timer. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    const { setImmediate: immediately } = globalThis as { readonly setImmediate?: (work: () => void) => unknown };
    if (immediately !== undefined) {
      immediately(resolve);
      return;
    }
    // Browsers have no `setImmediate`. A posted message is delivered after the tasks that are already queued.
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', () => {
      port1.close();
      resolve();
    });
    port1.start();
    port2.postMessage(undefined);
  });
}
