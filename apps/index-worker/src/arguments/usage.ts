/** What the program can be told to do. */
export type Command = 'worker' | 'enqueue' | 'finish' | 'status' | 'rejected' | 'metrics';

export const usage = `Indexes one corpus with many worker processes, over a queue on Redis or PostgreSQL.

Usage: x-index-queue COMMAND [options]

  x-index-queue worker    take documents from the queue and index them, until it is told to end
  x-index-queue enqueue   put the items of a JSON Lines file into the queue
  x-index-queue finish    remove what the corpus no longer has, and say what was done
  x-index-queue status    say how far a run is
  x-index-queue rejected  name the documents that cannot be indexed
  x-index-queue metrics   serve the status to Prometheus

  --version   print the version and leave
  -h, --help  print this and leave; behind a command, its options

Exit codes: 0 done, 1 failed, 2 wrong usage, 130 interrupted. Results are printed to stdout, all else to stderr.
`;

// Each begins a line: so what starts the program from a clone finds the flags in this file.
const queueFlags = `
  --queue URL            the queue's database: redis:, rediss:, postgres: or postgresql:
  --queue-file FILE      the same, read from a file: other users of the machine can see arguments, and not this file
  --name NAME            the queue's name, the same for all programs that work on one corpus`;
const jsonFlag = `
  --json                 print JSON`;
const helpFlag = `
  -h, --help             print this and leave`;
const runFlag = `
  --run-id N             the run (default: the newest)`;

/** What each command takes. */
export const commandUsages: Readonly<Record<Command, string>> = {
  worker: `Takes documents from the queue and indexes them. Start as many as there are machines; each may be killed at any moment.

Usage: x-index-queue worker --queue URL --name NAME --qdrant URL --collection NAME [options]
${queueFlags}
  --qdrant URL           the Qdrant server
  --collection NAME      where the documents go; it is created where there is none
  --api-key-file FILE    the key of the Qdrant server
  --allow-insecure-api-key
                         send it over http: to another machine, where anyone on the way can read it
  --model MODEL          embedding model: a name, or a folder (default sentence-transformers/all-MiniLM-L6-v2)
  --read MODULE          module whose default export turns items into documents: (items, { signal }) => documents;
                         without it the items are documents, { "id": 1, "payload": { "text": "..." } }
  --concurrency N        units at a time (default 2)
  --chunk-tokens N       cut documents into passages of at most so many tokens
  --lock-seconds N       after which the units of a worker that is gone are given to others (default 60)
  --metrics-port PORT    serve /metrics and /health
  --host HOST            address of /metrics (default 127.0.0.1: this machine only)
  --offline              open no connection to a model hub${jsonFlag} lines${helpFlag}

One line is printed for each unit. SIGTERM and SIGINT (Ctrl+C) end it: units under way have 30 seconds, then they are given back. A second one ends
it at once; other workers do its units when its lock has ended.
`,
  enqueue: `Puts the items of a JSON Lines file into the queue, in constant memory. - is stdin.

Usage: x-index-queue enqueue FILE --queue URL --name NAME [options]
${queueFlags}
  --run-id N             number of the run, above that of all before (default: the time)
  --unit-size N          items that a worker takes at a time (default 64)
  --finish               wait for the workers, then do what finish does
  --keep-vanished        with --finish: leave documents that the file does not have${jsonFlag}${helpFlag}

When it is interrupted, run it again with the same --run-id: what is there is not added again.
`,
  finish: `Waits until a run is done, has its failed units retried once, and removes the documents that the run did not have. The workers do it, also
when this program is interrupted.

Usage: x-index-queue finish --queue URL --name NAME --run-id N [options]
${queueFlags}
  --run-id N             the run
  --keep-vanished        leave documents that the run did not have${jsonFlag}${helpFlag}
`,
  status: `Says how far a run is.

Usage: x-index-queue status --queue URL --name NAME [options]
${queueFlags}${runFlag}
  --watch                say it again every two seconds, until the run is finished${jsonFlag}: an object, or with --watch one in each line${helpFlag}
`,
  rejected: `Names the documents of a run that cannot be indexed.

Usage: x-index-queue rejected --queue URL --name NAME [options]
${queueFlags}${runFlag}${jsonFlag} lines${helpFlag}
`,
  metrics: `Serves the status of a run to Prometheus, at /metrics.

Usage: x-index-queue metrics --queue URL --name NAME --port PORT [options]
${queueFlags}${runFlag}
  --port PORT            TCP port; 0 takes a free one
  --host HOST            address to listen on (default 127.0.0.1: this machine only)${helpFlag}
`,
};
