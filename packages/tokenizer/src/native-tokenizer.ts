import { loadNativePackage } from '@x/core/native';

import type { TokenizerEngine, WrappedEncoding } from './tokenizer-engine.ts';

// The package's own type files do not compile under `skipLibCheck: false` (undeclared names, const enums), so the few
// members that are used here are declared here and nothing of theirs reaches a public declaration.

/** The members of Hugging Face's `Tokenizer` that are used. Its encodings lie in native memory: read what is needed at once and let them go. */
export interface NativeTokenizer extends TokenizerEngine {
  encodeBatch(texts: string[], options: { addSpecialTokens: boolean }): Promise<WrappedEncoding[]>;
  disableTruncation(): void;
  disablePadding(): void;
}

let library: { Tokenizer: { fromString(json: string): NativeTokenizer } } | undefined;

/**
 * A native tokenizer made from the text of a `tokenizer.json`, with that file's own truncation and padding switched off.
 *
 * Both are global mutable state behind a lock in the native library, which also aborts the process on bad values; they are
 * therefore never used, and truncation is done here where it can be reported.
 *
 * @throws {NativeLibraryError} when the native library cannot be loaded.
 */
export function createNativeTokenizer(tokenizerJson: string): NativeTokenizer {
  // Loaded on first use: 20 MB of native code that a program which only lists models should not pay for.
  library ??= loadNativePackage('tokenizers', import.meta.url) as NonNullable<typeof library>;
  const tokenizer = library.Tokenizer.fromString(tokenizerJson);
  tokenizer.disableTruncation();
  tokenizer.disablePadding();
  return tokenizer;
}
