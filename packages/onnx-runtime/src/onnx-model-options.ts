import {
  InvalidArgumentError,
  isPlainObject,
  type OptionKinds,
  requireInteger,
  requireOneOf,
  requireText,
  requireTexts,
} from '@x/core';

import { availableThreads } from './available-threads.ts';
import { hosts, requireSendable } from './hosts/hosts.ts';
import type { RuntimeChoice } from './session/load-runtime.ts';
import type { ReductionReference } from './session/reduction.ts';

/**
 * Where a session runs: in a `worker` thread; in a child `process`, whose crash the caller survives; or `inline`, which blocks the
 * calling thread during every run.
 */
export type Isolation = 'worker' | 'process' | 'inline';

/** Options of {@link OnnxModel.load}. */
export interface OnnxModelOptions {
  /** What turns the graph's outputs into one result per sequence. */
  readonly reduction: ReductionReference;
  /**
   * Further reductions of the same outputs, by name, for runs that ask for one of them with `reduction`. A run applies one reduction alone.
   * @default {}
   */
  readonly namedReductions?: Readonly<Record<string, ReductionReference>>;
  /** Name that errors use. @default the file's path */
  readonly name?: string;
  /**
   * Id that fills the places behind shorter sequences, 0 to 2³¹ - 1. A promise of it, from a tokenizer that is still being loaded, lets the
   * file be opened meanwhile. @default 0
   */
  readonly padTokenId?: number | PromiseLike<number>;
  /**
   * Tokens that shorter sequences are padded to, up to a million, for graphs that read a fixed place, such as SigLIP's text model, whose
   * vector stands at the last one. @default 0: no further than the longest of a micro-batch
   */
  readonly padToLength?: number;
  /**
   * Whole numbers that the graph takes beside the tokens, one for a whole micro-batch, by the name of the input, with the value that holds
   * unless a run names another: `{ task_id: 1 }`. @default {}
   */
  readonly scalarInputs?: Readonly<Record<string, number>>;
  /**
   * The build of ONNX Runtime that runs the model: `native` is the package `onnxruntime-node`; `wasm` is `onnxruntime-web`, which runs wherever
   * JavaScript does, several times slower; `auto` is the native one, or the other where the native one cannot be loaded and the other is installed. Then
   * one process warning says so, and the model's `runtime` is `wasm`. @default 'auto'
   */
  readonly runtime?: RuntimeChoice;
  /** Tried in order; the first that works runs the model. @default ['cpu'] */
  readonly executionProviders?: readonly string[];
  /** Threads that one run uses. @default the CPUs that the process may use, a container's quota included */
  readonly threads?: number;
  /** Where the model runs. Whoever tokenizes for it does so in the program. @default 'worker'; 'inline' in a browser, which has no other */
  readonly isolation?: Isolation;
  /**
   * How long `dispose` waits for a child process to finish what it runs and to end, 1 to 2147483647 milliseconds. Then the process is
   * killed, stopped or not. For `isolation: 'process'` alone. @default 30000
   */
  readonly disposeTimeoutMs?: number;
  /** Most sequences of a micro-batch. @default 64 */
  readonly batchSize?: number;
  /**
   * Runs every sequence alone, without padding. Needed only for dynamically quantised graphs, which take the scale of their
   * integers from the whole batch: there it makes a result independent of its company, at the price of speed. Results of all other
   * graphs are independent anyway. @default false
   */
  readonly deterministic?: boolean;
  /** Most token places (sequences x longest) of a micro-batch. @default 1024 */
  readonly maxBatchTokens?: number;
}

/** The kind of each option that says how a model runs, for packages that pass them on and check them with their own. */
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

/** The kind of each option. */
export const onnxModelOptionKinds: OptionKinds<OnnxModelOptions> = {
  reduction: 'object',
  namedReductions: 'object',
  name: 'text',
  padTokenId: ['number', 'object'],
  padToLength: 'number',
  scalarInputs: 'object',
  ...runtimeOptionKinds,
};

/** Those that there are here. */
const isolations = Object.keys(hosts) as Isolation[];

/** Options with every value decided, save the name; `deterministic` has become a batch size of 1. */
export type ResolvedOnnxModelOptions = Required<Omit<OnnxModelOptions, 'name' | 'deterministic'>>;

/**
 * Decides every option.
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
    disposeTimeoutMs: requireInteger(disposeTimeoutMs, 'disposeTimeoutMs', { min: 1, max: 2 ** 31 - 1 }),
    batchSize: deterministic ? 1 : requireInteger(batchSize, 'batchSize', { min: 1 }),
    maxBatchTokens: requireInteger(maxBatchTokens, 'maxBatchTokens', { min: 1 }),
  };
}

function isPromised(padTokenId: number | PromiseLike<number>): padTokenId is PromiseLike<number> {
  return typeof padTokenId === 'object' && typeof padTokenId.then === 'function';
}

/** Also for one that was promised. */
export function requirePadTokenId(padTokenId: unknown): number {
  return requireInteger(padTokenId, 'padTokenId', { min: 0, max: 2 ** 31 - 1 });
}

/** Also for the values of one run, whose names must be among those that the model was opened with. */
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
    throw new InvalidArgumentError({ parameter: 'namedReductions', value: reductions, expected: 'reductions by name' });
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

/** For the reduction of one run, which must be among those that the model was opened with. */
export function requireReductionName(name: string | undefined, knownNames: readonly string[]): void {
  if (name === undefined || knownNames.includes(name)) return;
  const names = knownNames.map((known) => `'${known}'`).join(', ') || 'none';
  const expected = `the name of a reduction that the model was opened with (${names})`;
  throw new InvalidArgumentError({ parameter: 'reduction', value: name, expected });
}
