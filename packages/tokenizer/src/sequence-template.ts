import type { TokenizerEngine, WrappedEncoding } from './tokenizer-engine.ts';

/**
 * The special tokens that a model expects around one text or between two, e.g. `[CLS] A [SEP]` and `[CLS] A [SEP] B [SEP]`.
 *
 * Every post-processor of Hugging Face tokenizers adds constant ids at constant positions, so this package builds sequences from the bare ids.
 * Truncation is then exact, and a query is tokenized once for all its documents. docs/decisions/0001-sequences-are-put-together-here.md
 * explains why the native library does not build them.
 */
export interface SequenceTemplate {
  /** `[before, after]` the text. */
  readonly single: readonly [Int32Array, Int32Array];
  /** `[before, between, after]` the two texts. */
  readonly pair: readonly [Int32Array, Int32Array, Int32Array];
  /** Type ids of the five parts of a pair: before, first text, between, second text, after. */
  readonly pairTypeIds: readonly [Uint8Array, number, Uint8Array, number, Uint8Array];
}

// Two different words that every vocabulary can spell. Each may take several tokens.
const probes = ['the', 'of'] as const;

/**
 * Finds the template of a tokenizer by letting it wrap two known texts.
 *
 * @throws {TypeError} when the tokenizer reorders the texts or puts special tokens inside one. No known tokenizer does.
 */
export async function probeSequenceTemplate(tokenizer: TokenizerEngine): Promise<SequenceTemplate> {
  const [first, second] = probes;
  const single = await tokenizer.encode(first, null, { addSpecialTokens: true });
  const pair = await tokenizer.encode(first, second, { addSpecialTokens: true });

  const singleIds = single.getIds();
  const at = sequenceSpan(single, 0);
  const pairIds = pair.getIds();
  const typeIds = pair.getTypeIds();
  const [a, b] = [sequenceSpan(pair, 0), sequenceSpan(pair, 1)];
  if (a.end > b.start) throw new TypeError('The post-processor puts the second text before the first.');
  return {
    single: [Int32Array.from(singleIds.slice(0, at.start)), Int32Array.from(singleIds.slice(at.end))],
    pair: [
      Int32Array.from(pairIds.slice(0, a.start)),
      Int32Array.from(pairIds.slice(a.end, b.start)),
      Int32Array.from(pairIds.slice(b.end)),
    ],
    pairTypeIds: [
      Uint8Array.from(typeIds.slice(0, a.start)),
      typeIds[a.start] ?? 0,
      Uint8Array.from(typeIds.slice(a.end, b.start)),
      typeIds[b.start] ?? 0,
      Uint8Array.from(typeIds.slice(b.end)),
    ],
  };
}

/** Returns the positions of the tokens of text `sequence` (0 or 1), without special tokens. */
function sequenceSpan(encoding: WrappedEncoding, sequence: number): { start: number; end: number } {
  const special = encoding.getSpecialTokensMask();
  const owner = encoding.getSequenceIds().map((id, index) => (special[index] === 1 ? -1 : id));
  const start = owner.indexOf(sequence);
  const end = owner.lastIndexOf(sequence) + 1;
  const isContiguous = owner.slice(start, end).every((id) => id === sequence);
  if (start < 0 || !isContiguous) throw new TypeError('The post-processor puts special tokens inside a text.');
  return { start, end };
}

/** Returns the number of special tokens around one text. */
export function singleSpecialTokens({ single }: SequenceTemplate): number {
  return single[0].length + single[1].length;
}

/** Returns the number of special tokens around and between two texts. */
export function pairSpecialTokens({ pair }: SequenceTemplate): number {
  return pair[0].length + pair[1].length + pair[2].length;
}

/** Returns the ids of one text with its special tokens: `[tokens]`. */
export function wrapSingle({ single: [before, after] }: SequenceTemplate, ids: Int32Array): Int32Array {
  return concatenate([before, ids, after]);
}

/** Returns the ids and type ids of two texts with their special tokens: `[tokens]` each. */
export function wrapPair(
  { pair: [before, between, after], pairTypeIds }: SequenceTemplate,
  first: Int32Array,
  second: Int32Array,
): { inputIds: Int32Array; tokenTypeIds: Uint8Array } {
  const inputIds = concatenate([before, first, between, second, after]);
  const [beforeTypes, firstType, betweenTypes, secondType, afterTypes] = pairTypeIds;
  const tokenTypeIds = new Uint8Array(inputIds.length);
  const firstStart = before.length;
  const secondStart = firstStart + first.length + between.length;
  tokenTypeIds.set(beforeTypes, 0);
  tokenTypeIds.fill(firstType, firstStart, firstStart + first.length);
  tokenTypeIds.set(betweenTypes, firstStart + first.length);
  tokenTypeIds.fill(secondType, secondStart, secondStart + second.length);
  tokenTypeIds.set(afterTypes, secondStart + second.length);
  return { inputIds, tokenTypeIds };
}

function concatenate(parts: readonly Int32Array[]): Int32Array {
  const whole = new Int32Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
