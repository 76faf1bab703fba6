import type { JsonObject } from './json-values.ts';
import { refusedValue } from './refused-value.ts';

/** The tokenizer settings of `sentence_bert_config.json`. */
export interface SentenceSettings {
  /** Whether texts are lower-cased before any other step. */
  readonly lowercases: boolean;
  /** The model's limit in tokens; `undefined` when the file states none. */
  readonly maxSequenceLength: number | undefined;
}

/**
 * Reads the content of `sentence_bert_config.json`. `null` means the same as the key's absence.
 *
 * @throws {ModelFileError} when a value is of another kind. Python refuses some of these values, and lower-cases texts for `1` or `"true"`.
 */
export function readSentenceSettings(path: string, content: JsonObject): SentenceSettings {
  const lowercases = content['do_lower_case'] ?? false;
  const maxSequenceLength = content['max_seq_length'] ?? undefined;
  if (typeof lowercases !== 'boolean') {
    throw refusedValue({ path, key: 'do_lower_case', value: lowercases, expected: 'true or false' });
  }
  if (maxSequenceLength !== undefined && !isWholeNumber(maxSequenceLength)) {
    throw refusedValue({ path, key: 'max_seq_length', value: maxSequenceLength, expected: 'a whole number >= 1' });
  }
  return { lowercases, maxSequenceLength };
}

// Larger than a safe integer is allowed: 1e30 means "no limit".
function isWholeNumber(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 1;
}
