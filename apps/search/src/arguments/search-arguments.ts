import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { UsageError } from '@x/core/program';

import { defaultReranker } from '../models/search-models.ts';

/** The commands of the program. */
export type SearchCommand = 'search' | 'status' | 'forget' | 'mcp';

/** The parsed command line. */
export interface SearchArguments {
  readonly command: SearchCommand;
  /** Existing folders and files to search. */
  readonly paths: readonly string[];
  /** The query; `undefined` without one. */
  readonly query: string | undefined;
  /** The first word of the query if it is probably a mistyped folder or command; `undefined` otherwise. */
  readonly doubtful: string | undefined;
  /** The folder of the index; `undefined` for the nearest index. */
  readonly index: string | undefined;
  readonly limit: number;
  /** The reranking model; `undefined` without reranking. */
  readonly reranker: string | undefined;
  readonly rerankUrl: string | undefined;
  /** The embedding model; `undefined` for the model of the index. */
  readonly model: string | undefined;
  readonly embedUrl: string | undefined;
  readonly language: string | undefined;
  readonly refresh: boolean;
  readonly watch: boolean;
  readonly full: boolean;
  readonly files: boolean;
  readonly json: boolean;
  readonly offline: boolean;
  readonly port: number | undefined;
  readonly allowedHosts: readonly string[];
  readonly version: boolean;
  readonly help: boolean;
}

export const usage = `Searches your documents by meaning and by words.

Usage: x-search [options] [FOLDER ...] [QUERY]
       x-search mcp [options] [FOLDER ...]
       x-search status
       x-search forget FOLDER ...

  x-search docs                         index a folder, then prompt for queries
  x-search docs "how do I install it"   index a folder and answer a query
  x-search "how do I install it"        answer a query from the existing index

Each search first updates the index and reads only changed files. It covers Markdown, text, HTML, PDF, Word and source code, and respects .gitignore.
The folder .x-search contains the index. To index from scratch, delete it.

  --limit N         number of passages to show (default 5)
  --full            show whole passages
  --files           show only the names of the files
  --json            print a JSON object; with --watch, print one object per line
  --rerank          rerank the ten best passages with a second model: slower, but more accurate
  --watch           index changed files continuously and answer the query again after each change
  --no-refresh      answer without updating the index
  --index DIR       folder of the index (default: the nearest .x-search here or in a parent folder)
  --model NAME      embedding model of a new index (default sentence-transformers/all-MiniLM-L6-v2)
  --reranker NAME   reranking model (default x/bge-small-reranker-en); implies --rerank
  --embed-url URL   OpenAI-compatible service of the embedding model; reads its key from EMBED_API_KEY
  --rerank-url URL  Cohere-compatible service of the reranking model; reads its key from RERANK_API_KEY
  --language NAME   language of a new index, for stemming and stop words (default english)
  --offline         do not connect to a model hub
  --port PORT       with mcp: serve HTTP on this machine instead of stdio; 0 chooses a free port
  --allow-host NAME with mcp: also answer requests to this host name; repeatable
  --version         print the version and exit
  -h, --help        print this help and exit

Exit codes: 0 success, 1 failure, 2 wrong usage, 130 interrupted. The program prints results to stdout and everything else to stderr.
`;

const commands: readonly SearchCommand[] = ['status', 'forget', 'mcp'];

/** Parses the command line. @throws {UsageError} naming the argument that is wrong. */
export function parseSearchArguments(
  args: readonly string[],
  exists: (path: string) => boolean = existsSync,
): SearchArguments {
  const { values, positionals } = parse(args);
  const named = commands.find((command) => command === positionals[0]);
  const command = named ?? 'search';
  const rest = named === undefined ? positionals : positionals.slice(1);
  const { paths, query, doubtful } = command === 'search' ? splitPositionals(rest, exists) : { paths: rest };
  requireMeaning(command, values);
  if (command === 'forget' && paths.length === 0) throw new UsageError('forget needs at least one folder.');
  if (command === 'status' && paths.length > 0) throw new UsageError(`status takes no folder, but got ${paths[0]}.`);
  if (values['rerank-url'] !== undefined && values.reranker === undefined)
    throw new UsageError('--rerank-url needs --reranker NAME.');
  if (values['embed-url'] !== undefined && values.model === undefined)
    throw new UsageError('--embed-url needs --model NAME.');
  if (values.files && values.json) throw new UsageError('--files and --json exclude each other. Use one of them.');
  const { index, model, language, watch, full, files, json, offline, version, help } = values;
  return {
    command,
    paths,
    query,
    doubtful,
    index,
    limit: readCount('--limit', values.limit ?? '5', 1, 100),
    reranker: values.reranker ?? (values.rerank ? defaultReranker : undefined),
    rerankUrl: values['rerank-url'],
    model,
    embedUrl: values['embed-url'],
    language,
    refresh: !values['no-refresh'],
    watch,
    full,
    files,
    json,
    offline,
    port: values.port === undefined ? undefined : readCount('--port', values.port, 0, 65_535),
    allowedHosts: values['allow-host'] ?? [],
    version,
    help,
  };
}

/** Flags that have no effect on a command. They are refused, because the user expects an effect. */
const meaningless: Readonly<Record<SearchCommand, readonly string[]>> = {
  search: ['port', 'allow-host'],
  mcp: ['limit', 'full', 'files', 'json', 'watch'],
  status: ['limit', 'full', 'files', 'watch', 'no-refresh', 'rerank', 'reranker', 'rerank-url', 'port', 'allow-host'],
  forget: ['limit', 'full', 'files', 'watch', 'no-refresh', 'rerank', 'reranker', 'rerank-url', 'port', 'allow-host'],
};

function requireMeaning(command: SearchCommand, values: Readonly<Record<string, unknown>>): void {
  const isGiven = (name: string): boolean => ![undefined, false].includes(values[name] as undefined);
  const odd = meaningless[command].find(isGiven);
  if (odd !== undefined)
    throw new UsageError(`--${odd} has no effect on ${command === 'search' ? 'a search' : command}. Leave it out.`);
  if (isGiven('watch') && isGiven('no-refresh'))
    throw new UsageError('--watch and --no-refresh exclude each other. Use one of them.');
  if (values['index'] === '') throw new UsageError('--index needs a folder.');
}

function parse(args: readonly string[]) {
  const flag = { type: 'boolean', default: false } as const;
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        index: { type: 'string' },
        limit: { type: 'string' },
        rerank: flag,
        reranker: { type: 'string' },
        model: { type: 'string' },
        language: { type: 'string' },
        'embed-url': { type: 'string' },
        'rerank-url': { type: 'string' },
        'no-refresh': flag,
        watch: flag,
        full: flag,
        files: flag,
        json: flag,
        offline: flag,
        port: { type: 'string' },
        'allow-host': { type: 'string', multiple: true },
        version: flag,
        help: { ...flag, short: 'h' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** Splits the positional arguments: leading words that are existing paths are the paths, the rest is the query. */
function splitPositionals(
  words: readonly string[],
  exists: (path: string) => boolean,
): { readonly paths: readonly string[]; readonly query?: string; readonly doubtful?: string | undefined } {
  const firstOther = words.findIndex((word) => !exists(word));
  const count = firstOther === -1 ? words.length : firstOther;
  const asked = words.slice(count);
  const query = asked.join(' ');
  // A word that looks like a path is a mistyped path, not a query.
  if (/^(\.{0,2}[/\\]\S*|\S*[/\\])$/.test(asked[0] ?? ''))
    throw new UsageError(`${asked[0]} does not exist. Name an existing file or folder.`);
  if (asked.length === 0) return { paths: words };
  if (query.trim() === '') throw new UsageError('The query is empty.');
  return { paths: words.slice(0, count), query, doubtful: isDoubtful(asked) ? asked[0] : undefined };
}

/** Returns true when the first of several words of a query has the form of a path or of a command, or stands before a quoted query. */
function isDoubtful([first = '', ...others]: readonly string[]): boolean {
  if (others.length === 0 || /\s/.test(first)) return false;
  const isBeforeQuoted = others.length === 1 && /\s/.test(others[0]!);
  return isBeforeQuoted || /[/\\]/.test(first) || first === 'index' || first === 'search';
}

function readCount(flag: string, text: string, min: number, max: number): number {
  const count = Number(text);
  if (text.trim() !== '' && Number.isInteger(count) && count >= min && count <= max) return count;
  throw new UsageError(`${flag} must be a whole number from ${min} to ${max}, but is "${text}".`);
}
