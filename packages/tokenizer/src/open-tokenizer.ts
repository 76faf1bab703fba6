import { ModelFileError, NativeLibraryError } from '@x/core';

import { asObject, type JsonObject } from './json-values.ts';
import { createNativeTokenizer } from './native-tokenizer.ts';
import { createTextEncoder } from './portable/create-text-encoder.ts';
import { PortableEngine } from './portable/portable-engine.ts';
import { readSequenceTemplate } from './portable/read-sequence-template.ts';
import { probeSequenceTemplate, type SequenceTemplate } from './sequence-template.ts';
import type { EngineChoice, EngineName, TokenizerEngine } from './tokenizer-engine.ts';
import type { TokenizerFiles } from './tokenizer-files.ts';

/** A tokenizer of a model's files, and what it puts around texts. */
export interface OpenedTokenizer {
  readonly name: EngineName;
  readonly engine: TokenizerEngine;
  readonly template: SequenceTemplate;
}

/**
 * Opens the tokenizer of a model's files with the engine that is wanted.
 *
 * @throws {NativeLibraryError} when the native library cannot be loaded, which is no fault of the files. With `auto` only where JavaScript does not
 *   give its ids either.
 * @throws {ModelFileError} when `tokenizer.json` is no tokenizer that the engine can use.
 */
export async function openTokenizer(
  { path, tokenizerJson }: Pick<TokenizerFiles, 'path' | 'tokenizerJson'>,
  choice: EngineChoice,
): Promise<OpenedTokenizer> {
  const open = choice === 'portable' ? openPortable(asObject(JSON.parse(tokenizerJson))) : openNative(tokenizerJson);
  return open.catch(async (cause: unknown) => {
    if (NativeLibraryError.isInstance(cause)) {
      if (choice === 'auto') return openInstead(tokenizerJson, cause);
      throw cause;
    }
    const detail = cause instanceof Error ? cause.message : String(cause);
    const message = `the file is not a tokenizer that can be used (${detail}). Fetch the model again, or use another one.`;
    throw new ModelFileError({ path, problem: 'invalid', message, cause });
  });
}

async function openNative(tokenizerJson: string): Promise<OpenedTokenizer> {
  const engine = createNativeTokenizer(tokenizerJson);
  return { name: 'native', engine, template: await probeSequenceTemplate(engine) };
}

async function openPortable(tokenizer: JsonObject): Promise<OpenedTokenizer> {
  const template = readSequenceTemplate(tokenizer['post_processor']);
  return { name: 'portable', engine: new PortableEngine(await createTextEncoder(tokenizer)), template };
}

async function openInstead(tokenizerJson: string, failure: NativeLibraryError): Promise<OpenedTokenizer> {
  const tokenizer = asObject(JSON.parse(tokenizerJson));
  try {
    // docs/decisions/0099-static-embeddings-without-native-code.md says what the two do differently.
    if (asObject(tokenizer['model'])['type'] === 'Unigram') throw new TypeError('Unigram differs in joined emoji');
    return await openPortable(tokenizer);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    const alternative = `JavaScript would not give this tokenizer's ids (${detail}).`;
    const { packageName, problem, platform, reason, cause } = failure;
    throw new NativeLibraryError({ packageName, problem, platform, reason, alternative, cause });
  }
}
