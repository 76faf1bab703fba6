import { InferenceError, widenFloat16, XError } from '@x/core';

import { createSession, type CreatedSession, type SessionOptions } from './create-session.ts';
import { type KnownInput, layOutInputs, requireKnownInputs } from './lay-out-inputs.ts';
import { loadReduction } from './load-reduction.ts';
import { type LoadedRuntime, loadRuntime, type RuntimeChoice } from './load-runtime.ts';
import type { MicroBatch, ReducedBatch } from './micro-batch.ts';
import type { ModelOutput, Reduction, ReductionInput, ReductionReference } from './reduction.ts';
import type { Runtime, RuntimeName, RuntimeTensor } from './runtime.ts';

/** Everything that a thread needs to open a model; structured-cloneable. */
export interface RunnerOptions extends SessionOptions {
  readonly model: string;
  readonly path: string;
  readonly runtime: RuntimeChoice;
  /** Address of the module from which ONNX Runtime is resolved. */
  readonly libraryAddress: string;
  readonly padToLength: number;
  /** The graph's scalar inputs, with their default values for micro-batches that set none. */
  readonly scalarInputs: Readonly<Record<string, number>>;
  readonly reduction: ReductionReference;
  /** Additional reductions, by the names that micro-batches refer to. */
  readonly namedReductions: Readonly<Record<string, ReductionReference>>;
}

/** Facts of an open model. */
export interface SessionFacts {
  readonly runtime: RuntimeName;
  /** Why the native runtime cannot be used; absent when it is used or was not requested. */
  readonly nativeFailure?: string;
  readonly executionProvider: string;
  readonly providerFailures: Readonly<Record<string, string>>;
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  readonly outputShapes: readonly (readonly (number | string)[])[];
}

type Reductions = ReadonlyMap<string | undefined, Reduction>;

/** An open model in the thread that runs it. Takes micro-batches and returns reduced results. */
export class SessionRunner {
  readonly facts: SessionFacts;
  readonly #options: RunnerOptions;
  readonly #runtime: Runtime;
  readonly #created: CreatedSession;
  readonly #inputNames: readonly KnownInput[];
  /** Reductions by name; the key `undefined` is the unnamed reduction. */
  readonly #reductions: Reductions;

  private constructor(options: RunnerOptions, loaded: LoadedRuntime, created: CreatedSession, reductions: Reductions) {
    const { session, executionProvider, providerFailures } = created;
    const { inputNames, outputNames, outputMetadata } = session;
    const { runtime, nativeFailure } = loaded;
    this.#options = options;
    this.#runtime = runtime;
    this.#created = created;
    this.#inputNames = requireKnownInputs(options.model, inputNames, Object.keys(options.scalarInputs));
    this.#reductions = reductions;
    this.facts = {
      runtime: runtime.name,
      ...(nativeFailure !== undefined && { nativeFailure }),
      executionProvider,
      providerFailures,
      inputNames: [...inputNames],
      outputNames: [...outputNames],
      outputShapes: outputMetadata.map(({ shape = [] }) => [...shape]),
    };
  }

  /**
   * Opens the model and its reductions in the calling thread, which is blocked until they are open.
   *
   * @throws {InferenceError} when ONNX Runtime refuses the file or a reduction cannot be created, with the message of the
   * cause.
   * @throws {UnsupportedExecutionProviderError} when no requested provider works.
   */
  static async open(options: RunnerOptions): Promise<SessionRunner> {
    try {
      const loaded = loadRuntime(options.runtime, options.libraryAddress);
      const reductions = await loadReductions(options);
      const created = await createSession(loaded.runtime, options.path, options);
      try {
        return new SessionRunner(options, loaded, created, reductions);
      } catch (error) {
        await created.session.release();
        throw error;
      }
    } catch (error) {
      throw wrap(options.model, error);
    }
  }

  /**
   * Runs one micro-batch; blocks the calling thread until it is done.
   *
   * @throws {InferenceError} when the model or its reduction fails; typed errors of the reduction are thrown unchanged.
   */
  async run(batch: MicroBatch): Promise<ReducedBatch> {
    try {
      const reduce = this.#reductions.get(batch.reduction)!;
      return concatenate(reduce(await this.#infer(batch)), batch.lengths.length);
    } catch (error) {
      throw wrap(this.#options.model, error);
    }
  }

  async #infer(batch: MicroBatch): Promise<ReductionInput> {
    const { Tensor } = this.#runtime;
    const { sequenceLength, arrays } = layOutInputs(batch, this.#inputNames, this.#options.padToLength);
    const dims = [batch.lengths.length, sequenceLength];
    const feeds: Record<string, RuntimeTensor> = {};
    for (const [name, array] of arrays) feeds[name] = new Tensor('int64', array, dims);
    for (const [name, value] of Object.entries({ ...this.#options.scalarInputs, ...batch.scalarInputs })) {
      feeds[name] = new Tensor('int64', BigInt64Array.of(BigInt(value)), []);
    }
    const results = await this.#created.session.run(feeds);
    const outputs = this.facts.outputNames.map((name) => asModelOutput(name, results[name]!));
    return { outputs, inputIds: batch.inputIds, lengths: batch.lengths, sequenceLength };
  }

  /** Frees the model. Must not be called while `run` is pending. */
  async release(): Promise<void> {
    await this.#created.session.release();
  }
}

async function loadReductions({ reduction, namedReductions }: RunnerOptions): Promise<Reductions> {
  const reductions = new Map([[undefined as string | undefined, await loadReduction(reduction)]]);
  for (const [name, reference] of Object.entries(namedReductions)) {
    reductions.set(name, await loadReduction(reference));
  }
  return reductions;
}

function asModelOutput(name: string, { type, dims, data }: RuntimeTensor): ModelOutput {
  if (data instanceof Float32Array) return { name, dims, data };
  // Raw bits on Node.js 20 and 22; numbers where the engine has a Float16Array (Node.js 24).
  if (type === 'float16') {
    return {
      name,
      dims,
      data: data instanceof Uint16Array ? widenFloat16(data) : Float32Array.from(data as Iterable<number>),
    };
  }
  throw new TypeError(`the output "${name}" has the type ${type}, not float32 or float16`);
}

function concatenate(rows: readonly Float32Array[], sequences: number): ReducedBatch {
  if (rows.length !== sequences) {
    throw new RangeError(`the reduction returned ${rows.length} results for ${sequences} sequences`);
  }
  const lengths = Uint32Array.from(rows, (row) => row.length);
  const values = new Float32Array(lengths.reduce((sum, length) => sum + length, 0));
  let offset = 0;
  for (const row of rows) {
    values.set(row, offset);
    offset += row.length;
  }
  return { values, lengths };
}

function wrap(model: string, error: unknown): XError {
  if (XError.isInstance(error)) return error;
  return new InferenceError({ model, message: error instanceof Error ? error.message : String(error), cause: error });
}
