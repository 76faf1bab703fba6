import { NativeLibraryError } from '@x/core';

/**
 * Always throws, because a browser cannot run the native tokenizer.
 *
 * @throws {NativeLibraryError} always.
 */
export function createNativeTokenizer(): never {
  const reason = 'a browser runs no native code';
  throw new NativeLibraryError({ packageName: 'tokenizers', problem: 'no-binary', platform: 'a browser', reason });
}
