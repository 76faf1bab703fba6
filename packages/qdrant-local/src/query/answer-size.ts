import { type RequestContext, wrongInput } from '../json/server-errors.ts';
import type { CollectionConfig } from '../requests/collections/read-collection-config.ts';
import type { ResultSelection } from '../requests/read-result-selection.ts';

/** The maximum memory of a result, as estimated by {@link AnswerSize}: 1 GiB. */
const maxAnswerBytes = 2 ** 30;

// The memory of an entry and of its payload, whose actual size is not measured. The numbers of vectors are float64.
const entryBytes = 100;
const payloadBytes = 200;
const elementBytes = 8;
const sparseElements = 128;

/** Adds up the estimated memory of a result. A result that would take all memory is refused before it is built. */
export class AnswerSize {
  readonly #context: RequestContext;
  #bytes = 0;

  constructor(context: RequestContext) {
    this.#context = context;
  }

  /**
   * Adds `count` entries of `bytesEach`.
   *
   * @throws {VectorStoreError} with status 400 when the result becomes too large.
   */
  add(count: number, bytesEach: number = entryBytes): void {
    this.#bytes += count * bytesEach;
    if (this.#bytes <= maxAnswerBytes) return;
    const megabytes = Math.ceil(this.#bytes / 2 ** 20);
    const remedy = 'use a smaller limit or sample, split it into several requests, or leave out vectors';
    throw wrongInput(
      this.#context,
      `The answer would take about ${megabytes} MiB of memory, but at most ${maxAnswerBytes / 2 ** 20} MiB are allowed: ${remedy}`,
    );
  }
}

/** Returns the estimated memory of a point in a result, in bytes. */
export function pointBytes(config: CollectionConfig, { payload, vectors }: ResultSelection): number {
  const isWanted = (name: string): boolean => vectors === true || (Array.isArray(vectors) && vectors.includes(name));
  const dense = Object.entries(config.vectors).filter(([name]) => isWanted(name));
  const sparse = Object.keys(config.sparseVectors ?? {}).filter(isWanted);
  const elements = dense.reduce((sum, [, { size }]) => sum + size, sparse.length * sparseElements);
  return entryBytes + (payload.kind === 'none' ? 0 : payloadBytes) + elements * elementBytes;
}
