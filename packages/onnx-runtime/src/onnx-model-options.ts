import {
  InvalidArgumentError,
  isPlainObject,
  type OptionKinds,
  requireInteger,
  requireOneOf,
  requireText,
  requireTexts,
  requireTimeout,
} from '@x/core';

import { availableThreads } from './available-threads.ts';
import { hosts, requireSendable } from './hosts/hosts.ts';
import type { RuntimeChoice } from './session/load-runtime.ts';
import type { ReductionReference } from './session/reduction.ts';

/**
 * Where a session runs: in a `worker` thread; in a child `process`, whose crash the caller survives; or `inline` in the calling thread, which is
 * blocked during every run.
 */
export type Isolation = 'worker' | 'process' | 'inline';

/** Options of {@link OnnxModel.load}. */
export interface OnnxModelOptions {
  /** Turns the graph's outputs into one result per sequence. */
  readonly reduction: ReductionReference;
  /**
   * Additional reductions of the same outputs, by name. A run selects one with its option `reduction`; each run applies exactly one.
   * @default {}
   */
  readonly namedReductions?: Readonly<Record<string, ReductionReference>>;
  /** Name of the model in errors. @default the file's path */
  readonly name?: string;
  /**
   * Id of the padding token after shorter sequences, 0 to 2³¹ - 1. Can be a promise, e.g. from a tokenizer that is still loading; the file is opened
   * in the meantime. @default 0
   */
  readonly padTokenId?: number | PromiseLike<number>;
  /**
   * Pads shorter sequences to this number of tokens, at most 1,000,000. For graphs that read a fixed position, such as SigLIP's text model, whose
   * vector is at the last position. @default 0: pads to the longest sequence of a micro-batch
   */
  readonly padToLength?: number;
  /**
   * Integer inputs of the graph besides the tokens, one value per micro-batch, by input name. A run can override each value. Example: `{ task_id: 1
   * }`. @default {}
   */
  readonly scalarInputs?: Readonly<Record<string, number>>;
  /**
   * The build of ONNX Runtime that runs the model. `native` is the package `onnxruntime-node`. `wasm` is `onnxruntime-web`, which runs wherever
   * JavaScript does, several times slower. `auto` uses the native build. If it cannot be loaded and `onnxruntime-web` is installed, `auto` uses that;
   * a process warning is emitted once, and the model's `runtime` is `wasm`. @default 'auto'
   */
  readonly runtime?: RuntimeChoice;
  /** Execution providers, tried in order; the first that works runs the model. @default ['cpu'] */
  readonly executionProviders?: readonly string[];
  /** Threads per run. @default the number of CPUs available to the process, limited by a container's quota */
  readonly threads?: number;
  /** Where the model runs. Tokenization always runs in the calling thread. @default 'worker'; 'inline' in a browser, which supports no other */
  readonly isolation?: Isolation;
  /**
   * How long `dispose` waits for a child process to finish its runs and end, 1 to 2147483647 milliseconds. After that the process is killed, even if
   * it is stopped. Only for `isolation: 'process'`. @default 30000
   */
  readonly disposeTimeoutMs?: number;
  /** Maximum number of sequences of a micro-batch. @default 64 */
  readonly batchSize?: number;
  /**
   * Runs every sequence alone, without padding. Needed only for dynamically quantized graphs, which compute their integer scale from the whole batch.
   * For them it makes each result independent of the batch, at the cost of speed. Results of other graphs are always independent. @default false
   */
  readonly deterministic?: boolean;
  /** Maximum number of token slots (sequences x longest) of a micro-batch. @default 1024 */
  readonly maxBatchTokens?: number;
  /** Cancels the opening, which then rejects with the signal's reason. The session is freed as soon as it is open. */
  readonly signal?: AbortSignal | undefined;
}

/** Kinds of the options that control how a model runs, for packages that accept them and check them together with their own. */
export const runtimeOptionKinds: OptionKinds<
  Pick<OnnxModelOptions, 'runtime' | 'executionProviders' | 'threads' | 'isolation' | 'disposeTimeoutMs' | BatchOption>
> = {
  runtime: 'text',
  executionProviders: 'list',
  threads: 'number',
  isolation: 'text',
  disposeTimeoutMs: 'number',
  batchSize: 'number',
  deterministic: 'boolean',
  maxBatchTokens: 'number',
};
type BatchOption = 'batchSize' | 'deterministic' | 'maxBatchTokens';

/** Kinds of all options. */
export const onnxModelOptionKinds: OptionKinds<OnnxModelOptions> = {
  reduction: 'object',
  namedReductions: 'object',
  name: 'text',
  padTokenId: ['number', 'object'],
  padToLength: 'number',
  scalarInputs: 'object',
  signal: 'signal',
  ...runtimeOptionKinds,
};

/** The isolations that this platform supports. */
const isolations = Object.keys(hosts) as Isolation[];

/** Options with all defaults applied, except the name and the signal. `deterministic` becomes a batch size of 1. */
export type ResolvedOnnxModelOptions = Required<Omit<OnnxModelOptions, 'name' | 'signal' | 'deterministic'>>;

/**
 * Applies the default of every option and checks the values.
 *
 * @throws {InvalidArgumentError} when a value is out of range.
 */
export function resolveOnnxModelOptions({
  reduction,
  namedReductions = {},
  padTokenId = 0,
  padToLength = 0,
  scalarInputs = {},
  runtime = 'auto',
  executionProviders = ['cpu'],
  threads = availableThreads(),
  isolation = isolations[0]!,
  disposeTimeoutMs = 30_000,
  deterministic = false,
  batchSize = 64,
  maxBatchTokens = 1024,
}: OnnxModelOptions): ResolvedOnnxModelOptions {
  if (requireTexts(executionProviders, 'executionProviders').length === 0) {
    const expected = 'a list of at least one provider name';
    throw new InvalidArgumentError({ parameter: 'executionProviders', value: executionProviders, expected });
  }
  return {
    reduction: requireReduction(reduction, 'reduction', isolation),
    namedReductions: requireNamedReductions(namedReductions, isolation),
    padTokenId: isPromised(padTokenId) ? padTokenId : requirePadTokenId(padTokenId),
    padToLength: requireInteger(padToLength, 'padToLength', { min: 0, max: 1_000_000 }),
    scalarInputs: requireScalarInputs(scalarInputs),
    runtime: requireOneOf(runtime, 'runtime', ['native', 'wasm', 'auto']),
    executionProviders,
    threads: requireInteger(threads, 'threads', { min: 1, max: 1024 }),
    isolation: requireOneOf(isolation, 'isolation', isolations),
    disposeTimeoutMs: requireTimeout(disposeTimeoutMs, 'disposeTimeoutMs'),
    batchSize: deterministic ? 1 : requireInteger(batchSize, 'batchSize', { min: 1 }),
    maxBatchTokens: requireInteger(maxBatchTokens, 'maxBatchTokens', { min: 1 }),
  };
}

function isPromised(padTokenId: number | PromiseLike<number>): padTokenId is PromiseLike<number> {
  return typeof padTokenId === 'object' && typeof padTokenId.then === 'function';
}

/** Checks a pad token id, given or promised. */
export function requirePadTokenId(padTokenId: unknown): number {
  return requireInteger(padTokenId, 'padTokenId', { min: 0, max: 2 ** 31 - 1 });
}

/** Checks scalar inputs. For a run, `knownNames` are the inputs that the model was opened with. */
export function requireScalarInputs(
  scalarInputs: Readonly<Record<string, number>>,
  knownNames: readonly string[] = Object.keys(scalarInputs),
): Readonly<Record<string, number>> {
  for (const [name, value] of Object.entries(scalarInputs)) {
    requireOneOf(name, 'the name of a scalar input', knownNames);
    requireInteger(value, `scalarInputs.${name}`, { min: Number.MIN_SAFE_INTEGER });
  }
  return scalarInputs;
}

function requireNamedReductions(
  reductions: Readonly<Record<string, ReductionReference>>,
  isolation: Isolation,
): Readonly<Record<string, ReductionReference>> {
  if (!isPlainObject(reductions)) {
    const expected = 'an object with reductions by name';
    throw new InvalidArgumentError({ parameter: 'namedReductions', value: reductions, expected });
  }
  for (const [name, reduction] of Object.entries(reductions)) {
    requireReduction(reduction, `namedReductions.${name}`, isolation);
  }
  return reductions;
}

function requireReduction(reduction: ReductionReference, parameter: string, isolation: Isolation): ReductionReference {
  requireText(reduction?.module, `${parameter}.module`);
  const { options: value } = reduction;
  try {
    requireSendable(value, isolation);
  } catch {
    const expected = `plain data, which can be sent to another ${isolation === 'worker' ? 'thread' : 'process'}`;
    throw new InvalidArgumentError({ parameter: `${parameter}.options`, value, expected });
  }
  return reduction;
}

/** Checks the reduction of a run, which must be one that the model was opened with. */
export function requireReductionName(name: string | undefined, knownNames: readonly string[]): void {
  if (name === undefined || knownNames.includes(name)) return;
  const names = knownNames.map((known) => `'${known}'`).join(', ') || 'none';
  const expected = `the name of a reduction that the model was opened with (${names})`;
  throw new InvalidArgumentError({ parameter: 'reduction', value: name, expected });
}
