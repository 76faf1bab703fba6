import { loadNativePackage } from '@x/core/native';

import type { TokenizerEngine, WrappedEncoding } from './tokenizer-engine.ts';

// The package's own type files do not compile under `skipLibCheck: false` (undeclared names, const enums). The few members in use are therefore
// declared here, and no public declaration refers to the package's types.

/** The members of Hugging Face's `Tokenizer` that are used. Its encodings occupy native memory: read them immediately and drop them. */
export interface NativeTokenizer extends TokenizerEngine {
  encodeBatch(texts: string[], options: { addSpecialTokens: boolean }): Promise<WrappedEncoding[]>;
  disableTruncation(): void;
  disablePadding(): void;
}

let library: { Tokenizer: { fromString(json: string): NativeTokenizer } } | undefined;

/**
 * Creates a native tokenizer from the text of a `tokenizer.json`, with that file's own truncation and padding switched off.
 *
 * In the native library both are global mutable state behind a lock, and bad values abort the process. They are therefore never used.
 * This package truncates sequences itself, so it can report what it cuts.
 *
 * @throws {NativeLibraryError} when the native library cannot be loaded.
 */
export function createNativeTokenizer(tokenizerJson: string): NativeTokenizer {
  // Loaded on first use: a program that only lists models should not load 20 MB of native code.
  library ??= loadNativePackage('tokenizers', import.meta.url) as NonNullable<typeof library>;
  const tokenizer = library.Tokenizer.fromString(tokenizerJson);
  tokenizer.disableTruncation();
  tokenizer.disablePadding();
  return tokenizer;
}
