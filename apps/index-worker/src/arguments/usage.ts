/** A command of the program. */
export type Command = 'worker' | 'enqueue' | 'finish' | 'status' | 'rejected' | 'metrics';

export const usage = `Indexes one corpus with many worker processes, through a queue in Redis or PostgreSQL.

Usage: x-index-queue COMMAND [options]

  x-index-queue worker    take documents from the queue and index them, until stopped
  x-index-queue enqueue   put the items of a JSON Lines file into the queue
  x-index-queue finish    remove documents that the corpus no longer contains, and print a report
  x-index-queue status    print the progress of a run
  x-index-queue rejected  list the documents that cannot be indexed
  x-index-queue metrics   serve the status to Prometheus

  --version   print the version and exit
  -h, --help  print this help and exit; after a command, its options

Exit codes: 0 success, 1 failure, 2 wrong usage, 130 interrupted. Results go to stdout, everything else to stderr.
`;

// Each flag starts a line of the source, because scripts/run-app.mjs reads the flags from this file.
const queueFlags = `
  --queue URL            the queue's database: redis:, rediss:, postgres: or postgresql:
  --queue-file FILE      read the URL from a file: other users of the machine can see arguments but not this file
  --name NAME            the queue's name, the same for all programs of one corpus`;
const jsonFlag = `
  --json                 print JSON`;
const helpFlag = `
  -h, --help             print this help and exit`;
const runFlag = `
  --run-id N             the run (default: the newest)`;

/** The usage of each command. */
export const commandUsages: Readonly<Record<Command, string>> = {
  worker: `Takes documents from the queue and indexes them. Start one on each machine; each may be killed at any time.

Usage: x-index-queue worker --queue URL --name NAME --qdrant URL --collection NAME [options]
${queueFlags}
  --qdrant URL           the Qdrant server
  --collection NAME      collection for the documents; it is created if it does not exist
  --api-key-file FILE    the key of the Qdrant server
  --allow-insecure-api-key
                         send the key over http: to another machine, where anyone on the network can read it
  --model MODEL          embedding model: a name, or a folder (default sentence-transformers/all-MiniLM-L6-v2)
  --read MODULE          module whose default export reads documents from items: (items, { signal }) => documents;
                         without it the items are documents, { "id": 1, "payload": { "text": "..." } }
  --concurrency N        units processed at the same time (default 2)
  --chunk-tokens N       split documents into passages of at most N tokens
  --lock-seconds N       time after which other workers take the units of a lost worker (default 60)
  --metrics-port PORT    serve /metrics and /health
  --host HOST            address of /metrics (default 127.0.0.1: this machine only)
  --offline              do not connect to a model hub${jsonFlag} lines${helpFlag}

One line is printed per unit. On SIGTERM or SIGINT (Ctrl+C), active units have 30 seconds to finish, then they are returned to the queue. A second
signal ends the worker at once; other workers take its units when its lock expires.
`,
  enqueue: `Puts the items of a JSON Lines file into the queue, in constant memory. FILE may be - for stdin.

Usage: x-index-queue enqueue FILE --queue URL --name NAME [options]
${queueFlags}
  --run-id N             number of the run, larger than all before (default: the time)
  --unit-size N          items that a worker takes at once (default 64)
  --high-water-mark N    pause while N units wait, and stop when N units have failed (default 10000)
  --finish               wait for the workers, then finish the run
  --keep-vanished        with --finish: keep documents that the file does not contain
  --allow-empty          with --finish: remove all documents when the file has no items or documents; otherwise that fails${jsonFlag}${helpFlag}

After an interruption, run it again with the same --run-id: items in the queue are not added again.
`,
  finish: `Waits until a run is done, retries its failed units once, and removes the documents that the run did not contain. The workers do this, even
when this program is interrupted.

Usage: x-index-queue finish --queue URL --name NAME --run-id N [options]
${queueFlags}
  --run-id N             the run
  --keep-vanished        keep documents that the run did not contain
  --allow-empty          remove all documents when the run has no items or documents; otherwise that fails${jsonFlag}${helpFlag}
`,
  status: `Prints the progress of a run.

Usage: x-index-queue status --queue URL --name NAME [options]
${queueFlags}${runFlag}
  --watch                print it every two seconds until the run is finished${jsonFlag}: one object, or with --watch one per line${helpFlag}
`,
  rejected: `Lists the documents of a run that cannot be indexed.

Usage: x-index-queue rejected --queue URL --name NAME [options]
${queueFlags}${runFlag}${jsonFlag} lines${helpFlag}
`,
  metrics: `Serves the status of a run to Prometheus, at /metrics.

Usage: x-index-queue metrics --queue URL --name NAME --port PORT [options]
${queueFlags}${runFlag}
  --port PORT            TCP port; 0 chooses a free port
  --host HOST            address to listen on (default 127.0.0.1: this machine only)${helpFlag}
`,
};
