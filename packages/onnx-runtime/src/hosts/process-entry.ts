// Entry point of a child process.
import { serveSession } from './session-server.ts';

// The parent has ended for some reason. During a run, this event is handled after the run.
process.once('disconnect', () => process.exit());
if (!process.connected) process.exit();

// Terminals and service managers signal the whole group. The parent decides what to do: it may want to finish its work.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});

let lastPosted: Promise<unknown> = Promise.resolve();

serveSession({
  onRequest: (listener) => void process.on('message', listener),
  post: (response) => {
    // A failed send is reported to the callback. It means that the parent has ended, which `disconnect` above handles.
    lastPosted = new Promise((resolve) => process.send!(response, undefined, undefined, resolve));
  },
  leave: () => void lastPosted.then(() => process.exit()),
  guard: (work) => work(),
});
