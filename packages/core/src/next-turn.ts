/** Lets the event loop turn once, without a timer's wait. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    const { setImmediate: immediately } = globalThis as { readonly setImmediate?: (work: () => void) => unknown };
    if (immediately !== undefined) {
      immediately(resolve);
      return;
    }
    // Browsers have none. A message to oneself comes behind what waits already.
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', () => {
      port1.close();
      resolve();
    });
    port1.start();
    port2.postMessage(undefined);
  });
}
