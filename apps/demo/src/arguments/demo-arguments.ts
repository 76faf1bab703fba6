import { parseArgs } from 'node:util';
import { UsageError } from '@x/core/program';

import { readWebArguments, type WebArguments } from './web-arguments.ts';

/** The parsed command line. */
export interface DemoArguments {
  readonly query: string | undefined;
  readonly limit: number;
  readonly topK: number;
  readonly embedder: string;
  readonly reranker: string;
  readonly implicit: boolean;
  /** `two`: dense search, then the reranker. `cascade`: dense search and BM25, then MaxSim, then the reranker on the ten best. */
  readonly stages: 'two' | 'cascade';
  /** The store: `memory`, a folder, or a URL. */
  readonly store: string;
  readonly apiKey: string | undefined;
  readonly listModels: boolean;
  readonly json: boolean;
  readonly offline: boolean;
  readonly help: boolean;
  /** The flags of the web page; `undefined` without `--web`. */
  readonly web: WebArguments | undefined;
}

export const usage = `Searches movies in two stages: embeddings retrieve, then a reranker reorders. Or in a cascade of three stages.

Usage: npm run demo -- [options]

  --query TEXT       the query (default: the tutorial's query)
  --limit N          candidates of the first stage, 1 to 20 (default 10); in a cascade, of each of its two lists
  --top-k N          reranked movies to show, 1 to --limit (default: all)
  --embedder NAME    first-stage model (default sentence-transformers/all-MiniLM-L6-v2)
  --reranker NAME    second-stage model (default x/bge-small-reranker-en)
  --stages WHICH     two (default): as above; cascade: dense search and BM25 retrieve, MaxSim ranks, the reranker reranks
                     the ten best, and the matching words are marked
  --implicit         let the Qdrant client embed documents and query (Document objects)
  --store WHERE      memory, a folder, or the URL of a Qdrant server (default memory)
  --api-key KEY      API key of the server (default: QDRANT_API_KEY)
  --list-models      list the rerankers and exit
  --offline          do not connect to a model hub
  --json             print one JSON object
  --web              serve the example as a web page to this machine; works with --embedder, --reranker and --offline
  --port N           with --web: the port; 0 chooses a free port (default 4173, or a free port if it is in use)
  --no-open          with --web: do not open a browser
  --static DIR       with --web: write a static page and the models to an empty folder instead of serving the page
  -h, --help         print this help and exit

Exit codes: 0 success, 1 failure, 2 wrong usage.
`;

/**
 * Parses the command line.
 *
 * @throws {UsageError} when a flag is unknown, lacks its value, or has an invalid value.
 */
export function parseDemoArguments(args: readonly string[], environment: NodeJS.ProcessEnv): DemoArguments {
  const { values } = parseFlags(args);
  const limit = readCount('--limit', values.limit ?? '10', 20);
  if (values.query?.trim() === '') {
    throw new UsageError('--query must not be empty.');
  }
  return {
    query: values.query,
    limit,
    topK: values['top-k'] === undefined ? limit : readCount('--top-k', values['top-k'], limit),
    embedder: values.embedder ?? 'sentence-transformers/all-MiniLM-L6-v2',
    reranker: values.reranker ?? 'x/bge-small-reranker-en',
    implicit: values.implicit ?? false,
    stages: readStages(values),
    store: values.store ?? 'memory',
    apiKey: values['api-key'] ?? environment['QDRANT_API_KEY'],
    listModels: values['list-models'] ?? false,
    json: values.json ?? false,
    offline: values.offline ?? false,
    help: values.help ?? false,
    web: readWebArguments(values),
  };
}

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;

function parseFlags(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        query: text,
        limit: text,
        'top-k': text,
        embedder: text,
        reranker: text,
        implicit: flag,
        stages: text,
        store: text,
        'api-key': text,
        'list-models': flag,
        json: flag,
        offline: flag,
        help: { type: 'boolean', short: 'h' },
        web: flag,
        port: text,
        'no-open': flag,
        static: text,
      },
    });
  } catch (error) {
    // Keeps the first sentence of the message, which names the flag. The rest explains how to pass unusual values.
    throw new UsageError(`${(error as Error).message.split('. ')[0]}.`);
  }
}

function readStages({
  stages = 'two',
  implicit = false,
}: {
  readonly stages?: string;
  readonly implicit?: boolean;
}): DemoArguments['stages'] {
  if (stages !== 'two' && stages !== 'cascade') {
    throw new UsageError(`--stages must be two or cascade, but is "${stages}".`);
  }
  if (implicit && stages === 'cascade') {
    throw new UsageError('--implicit cannot be combined with --stages cascade, which always uses a pipeline.');
  }
  return stages;
}

function readCount(parameter: string, value: string, max: number): number {
  const count = Number(value);
  if (value.trim() === '' || !Number.isInteger(count) || count < 1 || count > max) {
    throw new UsageError(`${parameter} must be a whole number from 1 to ${max}, but is "${value}".`);
  }
  return count;
}
