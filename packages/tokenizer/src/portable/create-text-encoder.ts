import type { JsonObject } from '../json-values.ts';
import { createBertEncoder } from './bert-encoder.ts';
import { createLibraryEncoder } from './library-encoder.ts';
import type { TextEncoder } from './text-encoder.ts';

/**
 * Creates the encoder that a `tokenizer.json` describes, without native code.
 *
 * @throws {TypeError} when the file needs something that is not supported exactly as in the native library; the message names it.
 */
export async function createTextEncoder(tokenizer: JsonObject): Promise<TextEncoder> {
  return (await createBertEncoder(tokenizer)) ?? createLibraryEncoder(tokenizer);
}
