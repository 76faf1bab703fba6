import { parseArgs } from 'node:util';
import { requireHostNames } from '@x/core';
import { UsageError } from '@x/core/program';
import { type ModelDtype, modelDtypes } from '@x/model-hub';

import { servicesOf } from './contract/dialect.ts';
import { dialects } from './dialects/dialects.ts';

/** The parsed command line. */
export interface ProgramArguments {
  readonly port: number;
  readonly host: string;
  readonly embedder: string;
  readonly reranker: string;
  readonly dtype: ModelDtype | undefined;
  readonly threads: number | undefined;
  readonly apiKeys: readonly string[];
  readonly apiKeyFile: string | undefined;
  readonly corsOrigin: string | undefined;
  readonly allowedHosts: readonly string[];
  readonly offline: boolean;
  readonly json: boolean;
  readonly help: boolean;
}

export const usage = `Serves embeddings and reranking over HTTP, for the clients of ${servicesOf(dialects)}.

Usage: x-server [options]

  --port PORT       TCP port; 0 chooses a free port (default 8080)
  --host HOST       address to listen on (default 127.0.0.1: this machine only)
  --embedder NAME   embedding model (default sentence-transformers/all-MiniLM-L6-v2)
  --reranker NAME   reranking model (default x/bge-small-reranker-en)
  --dtype FORMAT    number format of both models' weights, such as int8 (default: each model's own; float32 for the bundled models)
  --threads N       threads for one run of a model (default: the number of CPUs that the process may use)
  --api-key KEY     accept only requests with this key; repeatable
  --api-key-file FILE
                    read keys from this file, one per line; other users of the machine can see arguments but not this file
  --cors ORIGIN     allow pages of this origin to call the server (default: none)
  --allow-host NAME also answer requests to this host name when no key is set; repeatable
  --offline         do not connect to a model hub
  --json            print the address and the log as JSON lines
  -h, --help        print this help and exit

The program prints the address when the server is ready. On SIGTERM or SIGINT (Ctrl+C) it answers the open requests, then exits.
Exit codes: 0 success, 1 failure, 2 wrong usage.
`;

/** Parses the command line. @throws {UsageError | InvalidArgumentError} naming the argument that is wrong. */
export function parseProgramArguments(args: readonly string[]): ProgramArguments {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string', default: '8080' },
      host: { type: 'string', default: '127.0.0.1' },
      embedder: { type: 'string', default: 'sentence-transformers/all-MiniLM-L6-v2' },
      reranker: { type: 'string', default: 'x/bge-small-reranker-en' },
      dtype: { type: 'string' },
      threads: { type: 'string' },
      'api-key': { type: 'string', multiple: true, default: [] },
      'api-key-file': { type: 'string' },
      cors: { type: 'string' },
      'allow-host': { type: 'string', multiple: true, default: [] },
      offline: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false, short: 'h' },
    },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new UsageError(`--port must be a whole number from 0 to 65535, but is "${values.port}".`);
  }
  const threads = values.threads === undefined ? undefined : Number(values.threads);
  if (threads !== undefined && (!Number.isInteger(threads) || threads < 1)) {
    throw new UsageError(`--threads must be a whole number above 0, but is "${values.threads}".`);
  }
  const dtype = modelDtypes.find((known) => known === values.dtype);
  if (values.dtype !== undefined && dtype === undefined) {
    throw new UsageError(`--dtype must be one of ${modelDtypes.join(', ')}, but is "${values.dtype}".`);
  }
  const { host, embedder, reranker, offline, json, help } = values;
  return {
    port,
    host,
    embedder,
    reranker,
    dtype,
    threads,
    apiKeys: values['api-key'],
    apiKeyFile: values['api-key-file'],
    corsOrigin: values.cors,
    allowedHosts: requireHostNames(values['allow-host'], '--allow-host'),
    offline,
    json,
    help,
  };
}
