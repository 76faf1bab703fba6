// Packs sequences with the least padding: sorts all of them by length, cuts them into micro-batches and lays them out as tensors.

/**
 * @typedef {import('../../packages/core/dist/index.js').EncodedSequence} EncodedSequence
 *
 * @typedef {object} Tensor the members of onnxruntime-node's `Tensor` that are used here
 * @property {Float32Array} data
 * @property {readonly number[]} dims
 *
 * @typedef {new (type: 'int64', data: BigInt64Array, dims: readonly number[]) => unknown} TensorClass
 * @typedef {{ run: (feeds: object) => Promise<Record<string, Tensor>> }} Session
 *
 * @typedef {object} Batch
 * @property {number[]} indexes indexes of its sequences in the input
 * @property {number[]} lengths number of tokens of each sequence
 * @property {Record<string, unknown>} feeds
 */

// The defaults of this project, so that a difference in speed does not come from the batch size.
const MAX_BATCH_TOKENS = 1024;
const BATCH_SIZE = 64;

/**
 * Sorts sequences by length and starts a new batch where the next sequence would exceed 1,024 tokens with padding, or 64 sequences.
 *
 * @param {readonly EncodedSequence[]} sequences
 * @param {TensorClass} TensorClass
 * @returns {Batch[]}
 */
export function packBatches(sequences, TensorClass) {
  const order = [...sequences.keys()].toSorted((a, b) => lengthOf(sequences, a) - lengthOf(sequences, b));
  /** @type {number[][]} */
  const groups = [];
  for (const index of order) {
    const group = groups.at(-1);
    const fits =
      group !== undefined &&
      group.length < BATCH_SIZE &&
      (group.length + 1) * lengthOf(sequences, index) <= MAX_BATCH_TOKENS;
    if (fits) group.push(index);
    else groups.push([index]);
  }
  return groups.map((indexes) => layOut(indexes, sequences, TensorClass));
}

/**
 * @param {readonly EncodedSequence[]} sequences
 * @param {number} index
 */
function lengthOf(sequences, index) {
  return sequences[index]?.inputIds.length ?? 0;
}

/**
 * @param {number[]} indexes
 * @param {readonly EncodedSequence[]} sequences
 * @param {TensorClass} TensorClass
 * @returns {Batch}
 */
function layOut(indexes, sequences, TensorClass) {
  const lengths = indexes.map((index) => lengthOf(sequences, index));
  const longest = Math.max(...lengths);
  const dims = [indexes.length, longest];
  const cells = indexes.length * longest;
  const inputIds = new BigInt64Array(cells);
  const attentionMask = new BigInt64Array(cells);
  const tokenTypeIds = new BigInt64Array(cells);
  for (const [row, index] of indexes.entries()) {
    for (const [position, id] of (sequences[index]?.inputIds ?? []).entries()) {
      inputIds[row * longest + position] = BigInt(id);
      attentionMask[row * longest + position] = 1n;
      tokenTypeIds[row * longest + position] = BigInt(sequences[index]?.tokenTypeIds?.[position] ?? 0);
    }
  }
  const feeds = {
    input_ids: new TensorClass('int64', inputIds, dims),
    attention_mask: new TensorClass('int64', attentionMask, dims),
    token_type_ids: new TensorClass('int64', tokenTypeIds, dims),
  };
  return { indexes, lengths, feeds };
}

/**
 * Runs the batches one after the other and passes each output to `use`.
 *
 * @param {Session} session
 * @param {readonly Batch[]} batches
 * @param {(output: Tensor, batch: Batch) => void} [use]
 */
export async function runBatches(session, batches, use) {
  for (const batch of batches) {
    const [output] = Object.values(await session.run(batch.feeds));
    if (output !== undefined) use?.(output, batch);
  }
}
