import { parseArgs } from 'node:util';
import { UsageError } from '@x/terminal';

import { readWebArguments, type WebArguments } from './web-arguments.ts';

/** What the demo was asked to do. */
export interface DemoArguments {
  readonly query: string | undefined;
  readonly limit: number;
  readonly topK: number;
  readonly embedder: string;
  readonly reranker: string;
  readonly implicit: boolean;
  /** `two`: dense, then the reranker. `cascade`: dense and words, then tokens, then the reranker on the ten best. */
  readonly stages: 'two' | 'cascade';
  /** `memory`, a folder, or a URL. */
  readonly store: string;
  readonly apiKey: string | undefined;
  readonly listModels: boolean;
  readonly json: boolean;
  readonly offline: boolean;
  readonly help: boolean;
  /** Set where the example is to be a web page. */
  readonly web: WebArguments | undefined;
}

export const usage = `Finds movies in two stages: embeddings retrieve, a reranker re-orders. Or in a cascade of three moves.

Usage: npm run demo -- [options]

  --query TEXT       what to look for (default: the tutorial's query)
  --limit N          candidates of the first stage, 1 to 20 (default 10); of each of its two lists in a cascade
  --top-k N          reranked movies to show, 1 to --limit (default: all)
  --embedder NAME    first-stage model (default sentence-transformers/all-MiniLM-L6-v2)
  --reranker NAME    second-stage model (default x/bge-small-reranker-en)
  --stages WHICH     two: as above; cascade: meaning and BM25 find, tokens (MaxSim) order, the reranker reads the ten
                     best, and the words that matched are marked (default two)
  --implicit         let the Qdrant client embed documents and query (Document objects)
  --store WHERE      memory, a folder, or the URL of a Qdrant server (default memory)
  --api-key KEY      for a server (default: QDRANT_API_KEY)
  --list-models      list the rerankers and leave
  --offline          open no connection to a model hub
  --json             print one JSON object
  --web              serve the example as a web page to this machine; goes with --embedder, --reranker and --offline
  --port N           the page's port, 0 for any free one (default 4173, or a free one)
  --no-open          open no browser
  --static DIR       with --web: write a page that needs no program behind it, with the models, to an empty folder
  -h, --help         print this and leave
`;

/**
 * Reads the command line.
 *
 * @throws {UsageError} when a flag is unknown, lacks its value, or has one that cannot be used.
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
    // The first sentence of parseArgs' message names the flag; what follows explains how to pass odd values.
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
    throw new UsageError('--implicit does not go with --stages cascade: a pipeline makes the three moves.');
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
