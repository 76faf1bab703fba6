import { InferenceError, XError } from '@x/core';

import { createSession, type CreatedSession, type SessionOptions } from './create-session.ts';
import { widenFloat16 } from './float16.ts';
import { type KnownInput, layOutInputs, requireKnownInputs } from './lay-out-inputs.ts';
import type { MicroBatch, ReducedBatch } from './micro-batch.ts';
import { loadNativeRuntime, type NativeTensor } from './native-runtime.ts';
import type { ModelOutput, Reduction, ReductionInput, ReductionModule, ReductionReference } from './reduction.ts';

/** All that a thread needs to open a model; structured-cloneable. */
export interface RunnerOptions extends SessionOptions {
  readonly model: string;
  readonly path: string;
  readonly padTokenId: number;
  readonly padToLength: number;
  /** The graph's scalar inputs, and the values that hold where a micro-batch names none. */
  readonly scalarInputs: Readonly<Record<string, number>>;
  readonly reduction: ReductionReference;
}

/** Facts of an open model. */
export interface SessionFacts {
  readonly executionProvider: string;
  readonly providerFailures: Readonly<Record<string, string>>;
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
}

/** An open model in the thread that it runs in: micro-batches in, reduced results out. */
export class SessionRunner {
  readonly facts: SessionFacts;
  readonly #options: RunnerOptions;
  readonly #created: CreatedSession;
  readonly #inputNames: readonly KnownInput[];
  readonly #reduce: Reduction;

  private constructor(options: RunnerOptions, created: CreatedSession, reduce: Reduction) {
    const { session, executionProvider, providerFailures } = created;
    const { inputNames, outputNames } = session;
    this.#options = options;
    this.#created = created;
    this.#inputNames = requireKnownInputs(options.model, inputNames, Object.keys(options.scalarInputs));
    this.#reduce = reduce;
    this.facts = { executionProvider, providerFailures, inputNames: [...inputNames], outputNames: [...outputNames] };
  }

  /**
   * Opens the model and its reduction in the calling thread, which is blocked meanwhile.
   *
   * @throws {InferenceError} when ONNX Runtime refuses the file or the reduction cannot be made, with the reason's own message.
   * @throws {UnsupportedExecutionProviderError} when no requested provider works.
   */
  static async open(options: RunnerOptions): Promise<SessionRunner> {
    try {
      const { createReduction } = (await import(options.reduction.module)) as ReductionModule;
      const reduce = createReduction(options.reduction.options as never);
      const created = await createSession(options.path, options);
      try {
        return new SessionRunner(options, created, reduce);
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
   * @throws {InferenceError} when the model or its reduction fails; typed errors of the reduction come through.
   */
  async run(batch: MicroBatch): Promise<ReducedBatch> {
    try {
      return concatenate(this.#reduce(await this.#infer(batch)), batch.lengths.length);
    } catch (error) {
      throw wrap(this.#options.model, error);
    }
  }

  async #infer(batch: MicroBatch): Promise<ReductionInput> {
    const { Tensor } = loadNativeRuntime();
    const { sequenceLength, arrays } = layOutInputs(batch, this.#inputNames, this.#options);
    const dims = [batch.lengths.length, sequenceLength];
    const feeds: Record<string, NativeTensor> = {};
    for (const [name, array] of arrays) feeds[name] = new Tensor('int64', array, dims);
    for (const [name, value] of Object.entries({ ...this.#options.scalarInputs, ...batch.scalarInputs })) {
      feeds[name] = new Tensor('int64', BigInt64Array.of(BigInt(value)), []);
    }
    const results = await this.#created.session.run(feeds);
    const outputs = this.facts.outputNames.map((name) => asModelOutput(name, results[name]!));
    return { outputs, lengths: batch.lengths, sequenceLength };
  }

  /** Frees the model. Must not be called while `run` is pending. */
  async release(): Promise<void> {
    await this.#created.session.release();
  }
}

function asModelOutput(name: string, { type, dims, data }: NativeTensor): ModelOutput {
  if (data instanceof Float32Array) return { name, dims, data };
  if (type === 'float16') return { name, dims, data: widenFloat16(data as Uint16Array | Iterable<number>) };
  throw new TypeError(`the output "${name}" has the type ${type}, not float32 or float16`);
}

function concatenate(rows: readonly Float32Array[], sequences: number): ReducedBatch {
  if (rows.length !== sequences) {
    throw new RangeError(`the reduction gave ${rows.length} results for ${sequences} sequences`);
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
