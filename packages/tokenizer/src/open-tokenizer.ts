import { ModelFileError, NativeLibraryError } from '@x/core';

import { createNativeTokenizer, type NativeTokenizer } from './native-tokenizer.ts';
import { probeSequenceTemplate, type SequenceTemplate } from './sequence-template.ts';
import type { TokenizerFiles } from './tokenizer-files.ts';

/**
 * The native tokenizer of a model's files, and what it puts around texts.
 *
 * @throws {NativeLibraryError} when the native library cannot be loaded, which is no fault of the files.
 * @throws {ModelFileError} when `tokenizer.json` is no tokenizer that it can use.
 */
export async function openTokenizer({
  path,
  tokenizerJson,
}: TokenizerFiles): Promise<{ native: NativeTokenizer; template: SequenceTemplate }> {
  try {
    const native = createNativeTokenizer(tokenizerJson);
    return { native, template: await probeSequenceTemplate(native) };
  } catch (cause) {
    if (NativeLibraryError.isInstance(cause)) throw cause;
    const detail = cause instanceof Error ? cause.message : String(cause);
    const message = `the file is not a tokenizer that can be used (${detail}). Fetch the model again, or use another one.`;
    throw new ModelFileError({ path, problem: 'invalid', message, cause });
  }
}
