import { ModelFileError, NativeLibraryError } from '@x/core';

import { asObject, type JsonObject } from './json-values.ts';
import { createNativeTokenizer } from './native-tokenizer.ts';
import { createTextEncoder } from './portable/create-text-encoder.ts';
import { PortableEngine } from './portable/portable-engine.ts';
import { readSequenceTemplate } from './portable/read-sequence-template.ts';
import { probeSequenceTemplate, type SequenceTemplate } from './sequence-template.ts';
import type { EngineChoice, EngineName, TokenizerEngine } from './tokenizer-engine.ts';
import type { TokenizerFiles } from './tokenizer-files.ts';

/** An opened tokenizer, and the special tokens that it puts around texts. */
export interface OpenedTokenizer {
  readonly name: EngineName;
  readonly engine: TokenizerEngine;
  readonly template: SequenceTemplate;
}

/**
 * Opens the tokenizer of a model's files with the chosen engine.
 *
 * @throws {NativeLibraryError} when the native library cannot be loaded, whatever the files contain. With `auto`, only when the portable engine does
 *   not produce the same ids either.
 * @throws {ModelFileError} when the engine cannot use `tokenizer.json`.
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
    const message = `the file is not a supported tokenizer (${detail}). Fetch the model again, or use another one.`;
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
    // docs/decisions/0099-static-embeddings-without-native-code.md lists the differences between the two engines.
    if (asObject(tokenizer['model'])['type'] === 'Unigram') throw new TypeError('Unigram differs for joined emoji');
    return await openPortable(tokenizer);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    const alternative = `The portable engine does not produce the same ids for this tokenizer (${detail}).`;
    const { packageName, problem, platform, reason, cause } = failure;
    throw new NativeLibraryError({ packageName, problem, platform, reason, alternative, cause });
  }
}
