import {
  DisposedError,
  type EncodedSequence,
  type OptionKinds,
  requireMadeBy,
  requireOptions,
  requireText,
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
  /** Cancels between micro-batches; the iteration then rejects with the signal's own reason. */
  readonly signal?: AbortSignal;
  /**
   * Values of the graph's scalar inputs for these sequences. They never share a micro-batch with sequences of other values.
   * @default those that the model was opened with
   */
  readonly scalarInputs?: Readonly<Record<string, number>>;
  /**
   * Which of the `namedReductions` makes the results. They never share a micro-batch with sequences of another reduction.
   * @default the `reduction` that the model was opened with
   */
  readonly reduction?: string;
  /**
   * Whether a sequence object that occurs several times gives the same array each time, instead of a copy for each. Saves a copy of every
   * result, for callers that change none of them. @default false
   */
  readonly sharesRepeats?: boolean;
  /** Receives, behind the last result, how many tokens the sequences have together. */
  readonly onUsage?: UsageListener | undefined;
}

const runOptionKinds: OptionKinds<RunOptions> = {
  signal: 'signal',
  scalarInputs: 'object',
  reduction: 'text',
  sharesRepeats: 'boolean',
  onUsage: 'function',
};

/** What a model is made of, beside its session. */
interface ModelParts {
  readonly scheduler: Scheduler;
  readonly padTokenId: number;
  readonly scalarInputs: Readonly<Record<string, number>>;
  readonly reductionNames: readonly string[];
  readonly disposeTimeoutMs: number;
}

// Enough sequences to find neighbours of nearly equal length, few enough that their results are a few MB at most.
const lookAhead = 512;

/**
 * An open ONNX model that turns token sequences into one result each, without blocking the event loop.
 *
 * Sequences of all concurrent calls are packed by length into micro-batches under a token budget, run one after the other in
 * a thread or process of the model's own, and reduced there. What else was in its batch changes a result by rounding at most, save for
 * dynamically quantised graphs: see `deterministic`.
 *
 * @example
 * await using model = await OnnxModel.load('model.onnx', { reduction: { module: new URL('./pooling.js', import.meta.url).href } });
 * for await (const vector of model.run(sequences)) console.log(vector.length); // => 384
 */
export class OnnxModel implements AsyncDisposable {
  /** Name that errors use. */
  readonly name: string;
  /** The build of ONNX Runtime that runs the model: see the option of the same name. */
  readonly runtime: RuntimeName;
  /** The provider that runs the model, e.g. `cpu`. */
  readonly executionProvider: string;
  /** Why requested providers that stand before it do not run, by name; empty when the first one does. */
  readonly providerFailures: Readonly<Record<string, string>>;
  /** Inputs that the graph declares. */
  readonly inputNames: readonly string[];
  /** Outputs that the graph declares, in order. */
  readonly outputNames: readonly string[];
  /**
   * The dimensions of each output in the same order, e.g. `['batch', 'tokens', 384]`, a name standing for one that only a run decides; empty
   * where the graph does not say.
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
   * Opens the model file at `path`; external data beside it is found by ONNX Runtime.
   *
   * @throws {InvalidArgumentError} when an option is out of range.
   * @throws {ModelFileError} when the file is missing, empty, cut off, or something else than an ONNX model.
   * @throws {NativeLibraryError} when the runtime that is wanted cannot be loaded, and with `auto` neither of them.
   * @throws {UnsupportedExecutionProviderError} when no requested provider works.
   * @throws {InferenceError} when ONNX Runtime refuses the model, or the graph needs an input that text does not give.
   */
  static async load(path: string, options: OnnxModelOptions): Promise<OnnxModel> {
    // A promise that fails is nobody's else where another option is refused.
    Promise.resolve(options?.padTokenId).catch(() => {});
    requireOptions(options, onnxModelOptionKinds);
    const name = options.name ?? requireText(path, 'path');
    const { threads, isolation, batchSize, maxBatchTokens, disposeTimeoutMs, padTokenId, ...session } =
      resolveOnnxModelOptions(options);
    const { padToLength, scalarInputs } = session;
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
    const [host, id] = await openBeside(open(), Promise.resolve(padTokenId).then(requirePadTokenId));
    const scheduler = new Scheduler(host, name, { batchSize, maxBatchTokens, padToLength });
    warnOfWasm(host.facts.nativeFailure);
    const reductionNames = Object.keys(session.namedReductions);
    return new OnnxModel(name, host, { scheduler, padTokenId: id, scalarInputs, reductionNames, disposeTimeoutMs });
  }

  /**
   * One result per sequence, in input order, as they become ready.
   *
   * Reads the input up to 512 sequences ahead of the consumer. Breaking off the iteration cancels what has not begun. A sequence
   * object that occurs several times is run once; each occurrence gets its own copy of the result
   * unless they are to share it.
   *
   * @throws {DisposedError} after `dispose`.
   * @throws {InvalidArgumentError} when a scalar input is not a whole number, or the model was opened without it or without the reduction.
   * @throws {NonFiniteOutputError} when the model answers NaN or Infinity; the sequence's index is named.
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
   * Frees the model: what waits is rejected with a `DisposedError`, what runs is finished first. Idempotent.
   *
   * A child process that has not ended after `disposeTimeoutMs` is killed, and what it runs rejects with an `InferenceError`.
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

/** Waits for both. A host that was opened for nothing is disposed. */
async function openBeside<T>(opening: Promise<Host>, companion: Promise<T>): Promise<[Host, T]> {
  const [host, value] = await Promise.allSettled([opening, companion]);
  if (host.status === 'fulfilled' && value.status === 'fulfilled') return [host.value, value.value];
  if (host.status === 'fulfilled') await host.value.dispose();
  throw value.status === 'rejected' ? value.reason : (host as PromiseRejectedResult).reason;
}
