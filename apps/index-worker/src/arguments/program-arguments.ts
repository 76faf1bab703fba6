import { parseArgs, type ParseArgsConfig } from 'node:util';
import { UsageError } from '@x/core/program';

import { readCount, readQueueUrl, requireFlag } from './flag-values.ts';
import { type Command, commandUsages } from './usage.ts';

/** Arguments that select a queue. */
export interface QueueArguments {
  readonly queueUrl: string;
  readonly name: string;
  readonly json: boolean;
}

/** Arguments that select a run. `runId` is undefined for the newest run. */
export interface RunArguments extends QueueArguments {
  readonly runId: number | undefined;
}

export interface WorkerArguments extends QueueArguments {
  readonly qdrant: string;
  readonly collection: string;
  readonly apiKeyFile: string | undefined;
  readonly allowInsecureApiKey: boolean;
  readonly model: string;
  readonly read: string | undefined;
  readonly concurrency: number;
  readonly chunkTokens: number | undefined;
  readonly lockSeconds: number;
  readonly metricsPort: number | undefined;
  readonly host: string;
  readonly offline: boolean;
}

/** Arguments that say how to finish a run. */
export interface RemovalArguments {
  readonly keepVanished: boolean;
  readonly allowEmpty: boolean;
}

export interface EnqueueArguments extends RunArguments, RemovalArguments {
  readonly file: string;
  readonly unitSize: number;
  readonly highWaterMark: number;
  readonly finish: boolean;
}

export interface FinishArguments extends QueueArguments, RemovalArguments {
  readonly runId: number;
}

export interface StatusArguments extends RunArguments {
  readonly watch: boolean;
}

export interface MetricsArguments extends RunArguments {
  readonly port: number;
  readonly host: string;
}

/** The command to run, with its arguments. */
export type ProgramArguments =
  | { readonly command: 'help'; readonly of: Command | undefined }
  | { readonly command: 'version' }
  | { readonly command: 'worker'; readonly args: WorkerArguments }
  | { readonly command: 'enqueue'; readonly args: EnqueueArguments }
  | { readonly command: 'finish'; readonly args: FinishArguments }
  | { readonly command: 'status'; readonly args: StatusArguments }
  | { readonly command: 'rejected'; readonly args: RunArguments }
  | { readonly command: 'metrics'; readonly args: MetricsArguments };

const flag = { type: 'boolean', default: false } as const;
const text = { type: 'string' } as const;
const queueOptions = {
  queue: text,
  'queue-file': text,
  name: text,
  json: flag,
  help: { ...flag, short: 'h' },
} as const;
const runOptions = { ...queueOptions, 'run-id': text } as const;
const removalOptions = { 'keep-vanished': flag, 'allow-empty': flag } as const;

/** @throws {UsageError} when the arguments are invalid. */
export function parseProgramArguments(words: readonly string[]): ProgramArguments {
  const [first = '--help', ...rest] = words;
  if (first === '--help' || first === '-h') return { command: 'help', of: undefined };
  if (first === '--version') return { command: 'version' };
  if (!Object.hasOwn(commandUsages, first)) {
    const names = Object.keys(commandUsages).join(', ');
    throw new UsageError(`The first argument must be one of ${names}, but is "${first}".`);
  }
  const command = first as Command;
  if (rest.includes('--help') || rest.includes('-h')) return { command: 'help', of: command };
  return parsers[command](rest);
}

const parsers: Readonly<Record<Command, (words: readonly string[]) => ProgramArguments>> = {
  worker: (words) => ({ command: 'worker', args: parseWorker(words) }),
  enqueue: (words) => ({ command: 'enqueue', args: parseEnqueue(words) }),
  finish: (words) => {
    const { values } = parse(words, { ...runOptions, ...removalOptions });
    const runId = readRunId(requireFlag('--run-id', values['run-id']));
    return { command: 'finish', args: { ...queueOf(values), runId, ...removalOf(values) } };
  },
  status: (words) => {
    const { values } = parse(words, { ...runOptions, watch: flag });
    return { command: 'status', args: { ...runOf(values), watch: values.watch } };
  },
  rejected: (words) => ({ command: 'rejected', args: runOf(parse(words, runOptions).values) }),
  metrics: (words) => {
    const { values } = parse(words, { ...runOptions, port: text, host: text });
    const port = readCount('--port', requireFlag('--port', values.port), { max: 65_535 });
    return { command: 'metrics', args: { ...runOf(values), port, host: values.host ?? loopback } };
  },
};

const loopback = '127.0.0.1';

function parseWorker(words: readonly string[]): WorkerArguments {
  const own = { qdrant: text, collection: text, 'api-key-file': text, model: text, read: text, concurrency: text };
  const { values } = parse(words, {
    ...queueOptions,
    ...own,
    'allow-insecure-api-key': flag,
    'chunk-tokens': text,
    'lock-seconds': text,
    'metrics-port': text,
    host: text,
    offline: flag,
  });
  const count = (name: 'chunk-tokens' | 'metrics-port', range: { min?: number; max?: number }): number | undefined =>
    values[name] === undefined ? undefined : readCount(`--${name}`, values[name], range);
  return {
    ...queueOf(values),
    qdrant: requireFlag('--qdrant', values.qdrant),
    collection: requireFlag('--collection', values.collection),
    apiKeyFile: values['api-key-file'],
    allowInsecureApiKey: values['allow-insecure-api-key'],
    model: values.model ?? 'sentence-transformers/all-MiniLM-L6-v2',
    read: values.read,
    concurrency: readCount('--concurrency', values.concurrency ?? '2', { min: 1 }),
    chunkTokens: count('chunk-tokens', { min: 1 }),
    lockSeconds: readCount('--lock-seconds', values['lock-seconds'] ?? '60', { min: 1, max: 86_400 }),
    metricsPort: count('metrics-port', { max: 65_535 }),
    host: values.host ?? loopback,
    offline: values.offline,
  };
}

function parseEnqueue(words: readonly string[]): EnqueueArguments {
  const own = { 'unit-size': text, 'high-water-mark': text, finish: flag, ...removalOptions } as const;
  const { values, positionals } = parse(words, { ...runOptions, ...own }, { allowPositionals: true });
  const [file, ...others] = positionals;
  if (file === undefined) throw new UsageError('enqueue needs a JSON Lines file, or - for stdin.');
  if (others.length > 0) throw new UsageError(`enqueue takes one file, but ${others[0]} was given too.`);
  for (const name of ['keep-vanished', 'allow-empty'] as const)
    if (values[name] && !values.finish) throw new UsageError(`--${name} needs --finish.`);
  const unitSize = readCount('--unit-size', values['unit-size'] ?? '64', { min: 1 });
  const highWaterMark = readCount('--high-water-mark', values['high-water-mark'] ?? '10000', { min: 1 });
  return { ...runOf(values), file, unitSize, highWaterMark, finish: values.finish, ...removalOf(values) };
}

function parse<Options extends NonNullable<ParseArgsConfig['options']>>(
  words: readonly string[],
  options: Options,
  { allowPositionals = false } = {},
) {
  try {
    return parseArgs({ args: [...words], options, allowPositionals });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

interface QueueValues {
  readonly queue?: string | undefined;
  readonly 'queue-file'?: string | undefined;
  readonly name?: string | undefined;
  readonly json: boolean;
}

function queueOf(values: QueueValues): QueueArguments {
  const name = requireFlag('--name', values.name);
  return { queueUrl: readQueueUrl(values.queue, values['queue-file']), name, json: values.json };
}

function runOf(values: QueueValues & { readonly 'run-id'?: string | undefined }): RunArguments {
  const runId = values['run-id'];
  return { ...queueOf(values), runId: runId === undefined ? undefined : readRunId(runId) };
}

function removalOf(values: Readonly<Record<'keep-vanished' | 'allow-empty', boolean>>): RemovalArguments {
  return { keepVanished: values['keep-vanished'], allowEmpty: values['allow-empty'] };
}

function readRunId(value: string): number {
  return readCount('--run-id', value, { max: Number.MAX_SAFE_INTEGER });
}
