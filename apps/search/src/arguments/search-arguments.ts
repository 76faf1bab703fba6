import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { UsageError } from '@x/terminal';

import { defaultReranker } from '../models/search-models.ts';

/** What is to be done. */
export type SearchCommand = 'search' | 'status' | 'forget' | 'mcp';

/** What the program was asked to do. */
export interface SearchArguments {
  readonly command: SearchCommand;
  /** Folders and files that exist. */
  readonly paths: readonly string[];
  /** What is looked for; `undefined` where nothing is. */
  readonly query: string | undefined;
  /** The folder of the index; `undefined` for the nearest. */
  readonly index: string | undefined;
  readonly limit: number;
  /** `undefined` for none. */
  readonly reranker: string | undefined;
  readonly rerankUrl: string | undefined;
  /** `undefined` for what the index was made with. */
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

export const usage = `Searches your documents, by meaning and by words.

Usage: x-search [options] [FOLDER ...] [QUERY]
       x-search mcp [options] [FOLDER ...]
       x-search status
       x-search forget FOLDER ...

  x-search docs                         index a folder, then ask for queries
  x-search docs "how do I install it"   index a folder and answer
  x-search "how do I install it"        answer from what is indexed here

Folders are indexed again whenever they are searched: only files that changed are read. Markdown, text, HTML, PDF, Word and source code are searched;
.gitignore is obeyed. The index is the folder .x-search: delete it to start anew.

  --limit N         passages to show (default 5)
  --full            show passages whole
  --files           show the names of the files alone
  --json            print JSON: an object, or with --watch one in each line
  --rerank          have a second model judge the ten best: slower, better
  --watch           keep indexing what changes; with a query, answer anew
  --no-refresh      answer from the index as it is
  --index DIR       folder of the index (default: .x-search here or in the nearest folder above that has one)
  --model NAME      embedding model of a new index (default sentence-transformers/all-MiniLM-L6-v2)
  --reranker NAME   reranking model (default x/bge-small-reranker-en); includes --rerank
  --embed-url URL   OpenAI-compatible service that has the embedding model; its key is taken from EMBED_API_KEY
  --rerank-url URL  Cohere-compatible service that has the reranking model; its key is taken from RERANK_API_KEY
  --language NAME   language of the words in a new index (default english)
  --offline         open no connection to a model hub
  --port PORT       of mcp: serve HTTP on this machine instead of stdio; 0 takes a free port
  --allow-host NAME of mcp: answer requests that are sent to this name, too; may be given several times
  --version         print the version and leave
  -h, --help        print this and leave

Exit codes: 0 done, 1 failed, 2 wrong usage. Results are printed to stdout, all else to stderr.
`;

const commands: readonly SearchCommand[] = ['status', 'forget', 'mcp'];

/** @throws {UsageError} saying what is wrong with the arguments. */
export function parseSearchArguments(
  args: readonly string[],
  exists: (path: string) => boolean = existsSync,
): SearchArguments {
  const { values, positionals } = parse(args);
  const named = commands.find((command) => command === positionals[0]);
  const command = named ?? 'search';
  const rest = named === undefined ? positionals : positionals.slice(1);
  const { paths, query } = command === 'search' ? dividePositionals(rest, exists) : { paths: rest, query: undefined };
  requireMeaning(command, values);
  if (command === 'forget' && paths.length === 0) throw new UsageError('forget needs the folders to forget.');
  if (command === 'status' && paths.length > 0)
    throw new UsageError(`status takes no folder, but was given ${paths[0]}.`);
  if (values['rerank-url'] !== undefined && values.reranker === undefined) throw new UsageError('--rerank-url needs --reranker NAME.'); // prettier-ignore
  if (values['embed-url'] !== undefined && values.model === undefined)
    throw new UsageError('--embed-url needs --model NAME.');
  if (values.files && values.json) throw new UsageError('--files and --json cannot be given together.');
  const { index, model, language, watch, full, files, json, offline, version, help } = values;
  return {
    command,
    paths,
    query,
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

/** Flags that say nothing to a command: who gives one expects something else. */
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
    throw new UsageError(`--${odd} means nothing to ${command === 'search' ? 'a search' : command}.`);
  if (isGiven('watch') && isGiven('no-refresh'))
    throw new UsageError('--watch and --no-refresh contradict each other.');
  if (values['index'] === '') throw new UsageError('--index needs the name of a folder.');
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

/** The first words that are paths are folders; what follows is the query. */
function dividePositionals(
  words: readonly string[],
  exists: (path: string) => boolean,
): { readonly paths: readonly string[]; readonly query: string | undefined } {
  const firstOther = words.findIndex((word) => !exists(word));
  const count = firstOther === -1 ? words.length : firstOther;
  const query = words.slice(count).join(' ');
  // A path that was mistyped is no question.
  if (/^(\.{0,2}[/\\]\S*|\S*[/\\])$/.test(words[count] ?? ''))
    throw new UsageError(`There is no file or folder ${words[count]}.`);
  if (words.length > count && query.trim() === '') throw new UsageError('The query is empty.');
  return { paths: words.slice(0, count), query: words.length > count ? query : undefined };
}

function readCount(flag: string, text: string, min: number, max: number): number {
  const count = Number(text);
  if (text.trim() !== '' && Number.isInteger(count) && count >= min && count <= max) return count;
  throw new UsageError(`${flag} must be a whole number from ${min} to ${max}, but is "${text}".`);
}
