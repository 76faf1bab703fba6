import { type RequestContext, wrongInput } from '../json/server-errors.ts';
import type { CollectionConfig } from '../requests/collections/read-collection-config.ts';
import type { ResultSelection } from '../requests/read-result-selection.ts';

/** How much memory an answer may take, as {@link AnswerSize} estimates it: 1 GiB. */
const maxAnswerBytes = 2 ** 30;

// What an entry takes in memory, and its payload, which is not looked at. Numbers of vectors are double.
const entryBytes = 100;
const payloadBytes = 200;
const elementBytes = 8;
const sparseElements = 128;

/** Adds up what an answer will take, so that one that would take all memory is refused before it is made. */
export class AnswerSize {
  readonly #context: RequestContext;
  #bytes = 0;

  constructor(context: RequestContext) {
    this.#context = context;
  }

  /**
   * Adds `count` entries of `bytesEach`.
   *
   * @throws {VectorStoreError} with status 400 when the answer becomes too large.
   */
  add(count: number, bytesEach: number = entryBytes): void {
    this.#bytes += count * bytesEach;
    if (this.#bytes <= maxAnswerBytes) return;
    const megabytes = Math.ceil(this.#bytes / 2 ** 20);
    const remedy = 'ask for fewer at once with a smaller limit or sample, in several requests, or without vectors';
    throw wrongInput(
      this.#context,
      `The answer would take about ${megabytes} MiB of memory, more than the ${maxAnswerBytes / 2 ** 20} MiB that one may take: ${remedy}`,
    );
  }
}

/** What a point takes in an answer. */
export function pointBytes(config: CollectionConfig, { payload, vectors }: ResultSelection): number {
  const isWanted = (name: string): boolean => vectors === true || (Array.isArray(vectors) && vectors.includes(name));
  const dense = Object.entries(config.vectors).filter(([name]) => isWanted(name));
  const sparse = Object.keys(config.sparseVectors ?? {}).filter(isWanted);
  const elements = dense.reduce((sum, [, { size }]) => sum + size, sparse.length * sparseElements);
  return entryBytes + (payload.kind === 'none' ? 0 : payloadBytes) + elements * elementBytes;
}
