import {
  DisposedError,
  type EncodedSequence,
  type OptionKinds,
  requireMadeBy,
  requireOptions,
  requireText,
  untilAborted,
  type UsageListener,
} from '@x/core';

import type { Host } from './hosts/host.ts';
import { hosts } from './hosts/hosts.ts';
import { sniffModelFile } from './model-file/sniff-model-file.ts';
import {
  onnxModelOptionKinds,
  type OnnxModelOptions,
  requirePadTokenId,
  requireReductionName,
  requireScalarInputs,
  resolveOnnxModelOptions,
} from './onnx-model-options.ts';
import { runInOrder } from './scheduling/run-in-order.ts';
import { Scheduler } from './scheduling/scheduler.ts';
import type { RuntimeName } from './session/runtime.ts';
import { warnOfWasm } from './warn-of-wasm.ts';

/** Options of {@link OnnxModel.run}. */
export interface RunOptions {
  /** Cancels between micro-batches. The iteration then rejects with the signal's own reason. */
  readonly signal?: AbortSignal;
  /**
   * Values of the graph's scalar inputs for these sequences. Sequences with different values never share a micro-batch.
   * @default the values that the model was opened with
   */
  readonly scalarInputs?: Readonly<Record<string, number>>;
  /**
   * Name of the reduction in `namedReductions` to apply. Sequences with different reductions never share a micro-batch.
   * @default the `reduction` that the model was opened with
   */
  readonly reduction?: string;
  /**
   * Returns the same array for each occurrence of a sequence object, instead of a copy. Saves copying every result, for callers that do not
   * modify results. @default false
   */
  readonly sharesRepeats?: boolean;
  /** Called after the last result with the total number of tokens of the sequences. */
  readonly onUsage?: UsageListener | undefined;
}

const runOptionKinds: OptionKinds<RunOptions> = {
  signal: 'signal',
  scalarInputs: 'object',
  reduction: 'text',
  sharesRepeats: 'boolean',
  onUsage: 'function',
};

/** Parts of a model besides its session. */
interface ModelParts {
  readonly scheduler: Scheduler;
  readonly padTokenId: number;
  readonly scalarInputs: Readonly<Record<string, number>>;
  readonly reductionNames: readonly string[];
  readonly disposeTimeoutMs: number;
}

// Large enough to find neighbors of similar length, and small enough that their results take a few MB at most.
const lookAhead = 512;

/**
 * An open ONNX model that turns token sequences into one result each, without blocking the event loop.
 *
 * Sequences of all concurrent calls are packed by length into micro-batches under a token budget. The micro-batches run one after the other,
 * and are reduced, in the model's own thread or process. Other sequences in a batch change a result at most by rounding, except in
 * dynamically quantized graphs: see `deterministic`.
 *
 * @example
 * await using model = await OnnxModel.load('model.onnx', { reduction: { module: new URL('./pooling.js', import.meta.url).href } });
 * for await (const vector of model.run(sequences)) console.log(vector.length); // => 384
 */
export class OnnxModel implements AsyncDisposable {
  /** Name of the model in errors. */
  readonly name: string;
  /** The build of ONNX Runtime that runs the model: see {@link OnnxModelOptions.runtime}. */
  readonly runtime: RuntimeName;
  /** The execution provider that runs the model, e.g. `cpu`. */
  readonly executionProvider: string;
  /** Why the requested providers before it do not run, by name; empty when the first one runs. */
  readonly providerFailures: Readonly<Record<string, string>>;
  /** Names of the inputs that the graph declares. */
  readonly inputNames: readonly string[];
  /** Names of the outputs that the graph declares, in order. */
  readonly outputNames: readonly string[];
  /**
   * Dimensions of each output, in the same order, e.g. `['batch', 'tokens', 384]`. A name is a dimension that is known only in a run. Empty
   * for an output whose shape the graph does not declare.
   */
  readonly outputShapes: readonly (readonly (number | string)[])[];
  readonly #host: Host;
  readonly #scheduler: Scheduler;
  readonly #padTokenId: number;
  readonly #scalarInputs: Readonly<Record<string, number>>;
  readonly #reductionNames: readonly string[];
  readonly #disposeTimeoutMs: number;
  #disposal: Promise<void> | undefined;

  private constructor(name: string, host: Host, parts: ModelParts) {
    requireMadeBy('OnnxModel.load(path, { reduction })', host, 'facts');
    const { runtime, executionProvider, providerFailures, inputNames, outputNames, outputShapes } = host.facts;
    const { scheduler, padTokenId, scalarInputs, reductionNames, disposeTimeoutMs } = parts;
    this.name = name;
    this.runtime = runtime;
    this.executionProvider = executionProvider;
    this.providerFailures = providerFailures;
    this.inputNames = inputNames;
    this.outputNames = outputNames;
    this.outputShapes = outputShapes;
    this.#host = host;
    this.#scheduler = scheduler;
    this.#padTokenId = padTokenId;
    this.#scalarInputs = scalarInputs;
    this.#reductionNames = reductionNames;
    this.#disposeTimeoutMs = disposeTimeoutMs;
  }

  /**
   * Opens the model file at `path`; ONNX Runtime finds external data beside it.
   *
   * @throws {InvalidArgumentError} when an option is out of range.
   * @throws {ModelFileError} when the file is missing, empty, truncated, or not an ONNX model.
   * @throws {NativeLibraryError} when the requested runtime cannot be loaded; with `auto`, when neither can.
   * @throws {UnsupportedExecutionProviderError} when no requested provider works.
   * @throws {InferenceError} when ONNX Runtime refuses the model, or the graph needs an input that cannot be made from text.
   */
  static async load(path: string, options: OnnxModelOptions): Promise<OnnxModel> {
    // Avoids an unhandled rejection of the promise when another option is refused.
    Promise.resolve(options?.padTokenId).catch(() => {});
    requireOptions(options, onnxModelOptionKinds);
    const name = options.name ?? requireText(path, 'path');
    const { threads, isolation, batchSize, maxBatchTokens, disposeTimeoutMs, padTokenId, ...session } =
      resolveOnnxModelOptions(options);
    const { padToLength, scalarInputs } = session;
    options.signal?.throwIfAborted();
    const open = async (): Promise<Host> => {
      await sniffModelFile(path);
      return hosts[isolation].open({
        ...session,
        model: name,
        path,
        libraryAddress: import.meta.url,
        intraOpThreads: threads,
      });
    };
    const paddingId = Promise.resolve(padTokenId).then(requirePadTokenId);
    const [host, id] = await openBeside(open(), paddingId, options.signal);
    const scheduler = new Scheduler(host, name, { batchSize, maxBatchTokens, padToLength });
    warnOfWasm(host.facts.nativeFailure);
    const reductionNames = Object.keys(session.namedReductions);
    return new OnnxModel(name, host, { scheduler, padTokenId: id, scalarInputs, reductionNames, disposeTimeoutMs });
  }

  /**
   * Yields one result per sequence, in input order, as the results become ready.
   *
   * Reads up to 512 sequences ahead of the consumer. Breaking out of the iteration cancels runs that have not begun. A sequence object that
   * occurs several times runs once. Each occurrence gets its own copy of the result unless `sharesRepeats` is true.
   *
   * @throws {DisposedError} after `dispose`.
   * @throws {InvalidArgumentError} when a scalar input is not an integer, or the model was opened without that input or reduction.
   * @throws {NonFiniteOutputError} when the model returns NaN or Infinity; the error contains the sequence's index.
   * @throws {InferenceError} when a run fails.
   */
  run(
    sequences: Iterable<EncodedSequence> | AsyncIterable<EncodedSequence>,
    options: RunOptions = {},
  ): AsyncGenerator<Float32Array, void, undefined> {
    this.assertUsable();
    requireOptions(options, runOptionKinds);
    const { signal, scalarInputs = {}, reduction, sharesRepeats = false, onUsage } = options;
    requireScalarInputs(scalarInputs, Object.keys(this.#scalarInputs));
    requireReductionName(reduction, this.#reductionNames);
    const settings = {
      scalarInputs: { ...this.#scalarInputs, ...scalarInputs },
      reduction,
      padTokenId: this.#padTokenId,
    };
    return runInOrder(this.#scheduler, sequences, { lookAhead, signal, settings, sharesRepeats, onUsage });
  }

  /** @throws {DisposedError} after `dispose`. */
  assertUsable(): void {
    if (this.#disposal !== undefined) throw new DisposedError({ resource: `The model "${this.name}"` });
  }

  /**
   * Frees the model. Waiting sequences are rejected with a `DisposedError`; runs in progress finish first. Idempotent.
   *
   * A child process that has not ended after `disposeTimeoutMs` is killed, and its pending runs reject with an `InferenceError`.
   */
  dispose(): Promise<void> {
    this.#disposal ??= this.#end();
    return this.#disposal;
  }

  async #end(): Promise<void> {
    const limit = this.#disposeTimeoutMs;
    const reason = `its process did not end within ${limit} ms of \`dispose\`, and was killed.`;
    const timer = setTimeout(() => this.#host.abandon?.(reason), limit);
    try {
      await this.#scheduler.dispose();
      await this.#host.dispose();
    } finally {
      clearTimeout(timer);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.dispose();
  }
}

/** Waits for both promises. Disposes of the host if the other promise fails, or if `signal` aborts before both are fulfilled. */
async function openBeside<T>(
  opening: Promise<Host>,
  companion: Promise<T>,
  signal: AbortSignal | undefined,
): Promise<[Host, T]> {
  const settled = Promise.allSettled([opening, companion]);
  const [host, value] = await untilAborted(settled, signal).catch((reason: unknown) => {
    // A host that is being opened cannot be stopped.
    opening.then((late) => late.dispose()).catch(() => {});
    throw reason;
  });
  if (host.status === 'fulfilled' && value.status === 'fulfilled') return [host.value, value.value];
  if (host.status === 'fulfilled') await host.value.dispose();
  throw value.status === 'rejected' ? value.reason : (host as PromiseRejectedResult).reason;
}
