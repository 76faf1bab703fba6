import { InferenceError } from '@x/core';

import type { MicroBatch } from './micro-batch.ts';

/** The graph inputs that can be made from token ids, with the names that Hugging Face's exporters use. */
const knownInputs = ['input_ids', 'attention_mask', 'token_type_ids', 'position_ids'] as const;

/** Name of a graph input that can be fed. */
export type KnownInput = (typeof knownInputs)[number];

/**
 * Checks that every declared input of a graph can be fed, and returns the inputs that are made from tokens.
 *
 * @throws {InferenceError} when an input cannot be fed, or the graph lacks a scalar input; the message names the input.
 */
export function requireKnownInputs(
  model: string,
  inputNames: readonly string[],
  scalarNames: readonly string[] = [],
): readonly KnownInput[] {
  const unused = scalarNames.find((name) => !inputNames.includes(name));
  if (unused !== undefined) {
    const message = `its graph has no input "${unused}", only ${inputNames.join(', ')}. Is it another model's file?`;
    throw new InferenceError({ model, message });
  }
  const fromTokens = inputNames.filter((name) => !scalarNames.includes(name));
  for (const name of fromTokens) {
    if (!knownInputs.includes(name as KnownInput)) {
      const message = `its graph needs the input "${name}", but only ${knownInputs.join(', ')} can be made from text.`;
      throw new InferenceError({ model, message });
    }
  }
  return fromTokens as readonly KnownInput[];
}

/**
 * Lays out a micro-batch in padded rows of at least `padToLength` tokens, one int64 array `[batch, tokens]` per declared input. Padding
 * is on the right.
 */
export function layOutInputs(
  batch: MicroBatch,
  inputNames: readonly KnownInput[],
  padToLength = 0,
): { readonly sequenceLength: number; readonly arrays: ReadonlyMap<KnownInput, BigInt64Array> } {
  const { padTokenId = 0 } = batch;
  const sequenceLength = batch.lengths.reduce((longest, length) => Math.max(longest, length), padToLength);
  const arrays = new Map<KnownInput, BigInt64Array>();
  for (const name of inputNames) {
    const array = new BigInt64Array(batch.lengths.length * sequenceLength);
    // Ids are non-negative and fit in 32 bits. Writing only the low halves (all platforms of ONNX Runtime are little-endian) takes a
    // fifth of the time of creating a BigInt per id.
    const low = new Int32Array(array.buffer);
    if (name === 'input_ids' && padTokenId !== 0) array.fill(BigInt(padTokenId));
    forEachToken(batch.lengths, sequenceLength, (token, cell, position) => {
      low[2 * cell] = valueOf(name, batch, token, position);
    });
    if (name === 'attention_mask') hideUnattended(low, batch, sequenceLength);
    arrays.set(name, array);
  }
  return { sequenceLength, arrays };
}

function valueOf(name: KnownInput, batch: MicroBatch, token: number, position: number): number {
  switch (name) {
    case 'input_ids':
      return batch.inputIds[token]!;
    case 'attention_mask':
      return 1;
    case 'token_type_ids':
      return batch.tokenTypeIds?.[token] ?? 0;
    case 'position_ids':
      return position;
  }
}

/** Clears the mask of the tokens after the attended ones. */
function hideUnattended(
  low: Int32Array,
  { lengths, attendedLengths }: Pick<MicroBatch, 'lengths' | 'attendedLengths'>,
  sequenceLength: number,
): void {
  for (const [row, attended] of attendedLengths?.entries() ?? []) {
    const start = row * sequenceLength;
    low.fill(0, 2 * (start + attended), 2 * (start + lengths[row]!));
  }
}

/** Visits each real token, with its index in the batch's arrays, its cell in the padded rows, and its position in its sequence. */
function forEachToken(
  lengths: Uint32Array,
  sequenceLength: number,
  visit: (token: number, cell: number, position: number) => void,
): void {
  let token = 0;
  for (let row = 0; row < lengths.length; row++) {
    for (let position = 0; position < lengths[row]!; position++)
      visit(token++, row * sequenceLength + position, position);
  }
}
