import { type EncodedSequence, InvalidArgumentError, requireInteger } from '@x/core';

/**
 * Checks a sequence and returns it. It must have at least one token, type ids for all tokens or none, and at most as many attended
 * tokens as tokens.
 *
 * Sequences of several calls run together, so arrays of inconsistent lengths would shift the other sequences.
 *
 * @throws {InvalidArgumentError} naming the sequence by its index, e.g. `sequences[3].inputIds`.
 */
export function requireSequence(sequence: EncodedSequence, index: number): EncodedSequence {
  const { inputIds, tokenTypeIds, attendedTokens } = sequence ?? {};
  if (!(inputIds instanceof Int32Array) || inputIds.length === 0) {
    const expected = 'an Int32Array of at least one token id';
    throw new InvalidArgumentError({ parameter: `sequences[${index}].inputIds`, value: inputIds, expected });
  }
  const hasFittingTypes = tokenTypeIds instanceof Uint8Array && tokenTypeIds.length === inputIds.length;
  if (tokenTypeIds !== undefined && !hasFittingTypes) {
    const expected = `a Uint8Array of ${inputIds.length} type ids, one for each token`;
    throw new InvalidArgumentError({ parameter: `sequences[${index}].tokenTypeIds`, value: tokenTypeIds, expected });
  }
  if (attendedTokens !== undefined) {
    requireInteger(attendedTokens, `sequences[${index}].attendedTokens`, { min: 1, max: inputIds.length });
  }
  return sequence;
}
