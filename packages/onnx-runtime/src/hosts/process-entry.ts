// The file that a child process starts with.
import { serveSession } from './session-server.ts';

// The parent is gone, in whatever way. In the middle of a run this is heard after it.
process.once('disconnect', () => process.exit());
if (!process.connected) process.exit();

// Terminals and service managers signal the whole group. What follows is the parent's decision: it may want to finish its work.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});

let lastPosted: Promise<unknown> = Promise.resolve();

serveSession({
  onRequest: (listener) => void process.on('message', listener),
  post: (response) => {
    // Failures are passed to the callback; they mean that the parent is gone, which is heard above.
    lastPosted = new Promise((resolve) => process.send!(response, undefined, undefined, resolve));
  },
  leave: () => void lastPosted.then(() => process.exit()),
  guard: (work) => work(),
});
