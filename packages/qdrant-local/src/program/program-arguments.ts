import { parseArgs } from 'node:util';

import { UsageError } from '@x/core/program';

import type { QdrantLocalOptions } from '../api/qdrant-local.ts';

/** The validated command line. */
export interface ProgramArguments {
  readonly port: number;
  readonly host: string;
  readonly path: string | undefined;
  readonly apiKey: string | undefined;
  readonly allowedHosts: readonly string[];
  readonly unindexed: QdrantLocalOptions['unindexed'];
  readonly json: boolean;
}

export const usage = `Usage: x-qdrant-local serve [OPTIONS]

  serve             serve Qdrant's REST API, for Qdrant's clients in any language

  --port PORT       TCP port; 0 selects a free one (default: 6333)
  --path DIR        keep the collections in this folder (default: in memory only)
  --api-key KEY     reject requests without this key (default: no key)
  --allow-host NAME also accept requests to this host name when there is no key; can be repeated
  --unindexed WHAT  refuse or allow order_by and facet on a payload key without an index (default: refuse)
  --host HOST       address to listen on; set a key for any address except this machine's own (default: 127.0.0.1)
  --json            print the address as JSON instead of text
  -h, --help        print this help and exit

The server prints its address when it is ready. SIGTERM and SIGINT (Ctrl+C) shut it down cleanly.
Exit codes: 0 success, 1 failure, 2 wrong usage.
`;

/** Parses the command line. Returns `undefined` when it requests help. @throws {UsageError} */
export function parseProgramArguments(args: readonly string[]): ProgramArguments | undefined {
  const { values, positionals } = parse(args);
  if (values.help === true) return undefined;
  const [command, ...rest] = positionals;
  if (command === undefined) throw new UsageError('A command is missing.');
  if (command !== 'serve') throw new UsageError(`There is no command "${command}".`);
  if (rest.length > 0) throw new UsageError('"serve" takes options only.');
  return {
    port: readPort(values.port),
    host: values.host,
    path: values.path,
    apiKey: values['api-key'],
    allowedHosts: values['allow-host'],
    unindexed: readUnindexed(values.unindexed),
    json: values.json,
  };
}

function readPort(port: string): number {
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new UsageError(`--port must be a whole number from 0 to 65535, but is "${port}".`);
  }
  return Number(port);
}

function readUnindexed(choice: string): 'refuse' | 'allow' {
  if (choice === 'refuse' || choice === 'allow') return choice;
  throw new UsageError(`--unindexed must be refuse or allow, but is "${choice}".`);
}

function parse(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      port: { type: 'string', default: '6333' },
      host: { type: 'string', default: '127.0.0.1' },
      path: { type: 'string' },
      'api-key': { type: 'string' },
      'allow-host': { type: 'string', multiple: true, default: [] },
      unindexed: { type: 'string', default: 'refuse' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h' },
    },
  });
}
