import type { JsonObject } from '../json-values.ts';
import { createBertEncoder } from './bert-encoder.ts';
import { createLibraryEncoder } from './library-encoder.ts';
import type { TextEncoder } from './text-encoder.ts';

/**
 * What reads texts as a `tokenizer.json` says, without native code.
 *
 * @throws {TypeError} when the file asks for something that is not done as in the native library; it is named.
 */
export async function createTextEncoder(tokenizer: JsonObject): Promise<TextEncoder> {
  return (await createBertEncoder(tokenizer)) ?? createLibraryEncoder(tokenizer);
}
