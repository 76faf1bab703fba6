import {
  type EncodedSequence,
  InvalidArgumentError,
  requireKind,
  requireMadeBy,
  requireOptions,
  requireText,
  requireTexts,
  SequenceTooLongError,
  type TextSpan,
} from '@x/core';

import { capCharacters } from './character-cap.ts';
import { toUtf16Offsets } from './code-point-offsets.ts';
import { encodeInChunks, type EncodeInChunksOptions } from './encode-in-chunks.ts';
import { type OpenedTokenizer, openTokenizer } from './open-tokenizer.ts';
import { encodeTemplate } from './pair-template/encode-template.ts';
import { createTemplateReader, type TemplateReader } from './pair-template/template-reader.ts';
import { readTokens, type Token } from './read-tokens.ts';
import {
  pairSpecialTokens,
  type SequenceTemplate,
  singleSpecialTokens,
  wrapPair,
  wrapSingle,
} from './sequence-template.ts';
import type { TokenNames } from './special-tokens/rename-tokens.ts';
import { textPieces } from './text-pieces.ts';
import { wrapSpans } from './token-spans.ts';
import { readTokenizerFiles, type TokenizerFiles } from './tokenizer-files.ts';
import type { EngineName, TokenizerEngine } from './tokenizer-engine.ts';
import {
  encodeOptionKinds,
  type EncodeOptions,
  type ResolvedTokenizerOptions,
  resolveEngine,
  resolveSpecialTokens,
  resolveTokenizerOptions,
  tokenizerOptionKinds,
  type TokenizerOptions,
} from './tokenizer-options.ts';
import { keepTokens, keptLengths, keptRange, type TruncationDirection, type TruncationStrategy } from './truncation.ts';

/** A query and a document, or any two texts that a model reads as one sequence. */
export type TextPair = readonly [first: string, second: string];

/** The bare ids of one text, before special tokens and truncation. */
interface BareText {
  readonly ids: Int32Array;
  readonly truncatedCharacters: number;
}

/**
 * Turns texts and pairs of texts into the token ids that a model reads, and reports what was truncated.
 *
 * Wraps Hugging Face's native `tokenizers`, so the ids equal those of Python. Tokenizing runs on native threads, not on the
 * event loop. All settings are fixed at loading: no call can change the result of another call.
 *
 * @example
 * const tokenizer = await Tokenizer.load('models/all-minilm-l6-v2');
 * const { inputIds, truncatedTokens } = await tokenizer.encode('hello world');
 * // => inputIds: Int32Array [101, 7592, 2088, 102], truncatedTokens: 0
 */
export class Tokenizer {
  /** The engine that tokenizes texts: see the option of the same name. */
  readonly engine: EngineName;
  /** Maximum number of tokens in a sequence, special tokens included. */
  readonly maxLength: number;
  readonly truncation: TruncationStrategy;
  readonly truncationDirection: TruncationDirection;
  /** Maximum number of UTF-16 units of one text to tokenize. */
  readonly maxCharacters: number;
  /** Id that pads the shorter sequences of a batch at the end. */
  readonly padTokenId: number;
  /** Number of ids in the vocabulary; every id is below it. */
  readonly vocabularySize: number;
  /** Special tokens that are tokenized as ordinary words when a text spells them; empty with `specialTokens: 'parse'`. */
  readonly literalTokens: readonly string[];
  readonly #engine: TokenizerEngine;
  readonly #template: SequenceTemplate;
  readonly #pairTemplate: TemplateReader | undefined;
  readonly #names: TokenNames;

  private constructor(
    opened: OpenedTokenizer,
    files: TokenizerFiles,
    options: ResolvedTokenizerOptions,
    pairTemplate: TemplateReader | undefined,
  ) {
    const { name: engineName, engine, template } = requireMadeBy('Tokenizer.load(directory)', opened, 'engine');
    this.engine = engineName;
    this.#engine = engine;
    this.#template = template;
    this.#pairTemplate = pairTemplate;
    this.#names = files.names;
    this.maxLength = options.maxLength;
    this.truncation = options.truncation;
    this.truncationDirection = options.truncationDirection;
    this.maxCharacters = options.maxCharacters;
    const statedId = files.padToken === undefined ? undefined : this.tokenId(files.padToken);
    this.padTokenId = statedId ?? files.padTokenId ?? 0;
    this.vocabularySize = engine.getVocabSize(true);
    this.literalTokens = [...files.names.inTokenizer.keys()].filter((name) => this.tokenId(name) !== undefined);
  }

  /**
   * Loads the tokenizer of a model directory: `tokenizer.json`, and `tokenizer_config.json` and `config.json` where they exist.
   *
   * Of the padding and truncation settings in `tokenizer.json`, only the limit, the direction and the padding token are read, as defaults. Sequences
   * are never padded here, and truncation follows the options.
   *
   * @throws {ModelFileError} when a file is missing or damaged.
   * @throws {NativeLibraryError} when the native library `tokenizers` cannot be loaded, unless `engine` is `auto` and the portable engine produces
   *   the same ids.
   * @throws {InvalidArgumentError} when an option is out of range, or no file states the model's limit.
   */
  static async load(directory: string, options: TokenizerOptions = {}): Promise<Tokenizer> {
    requireText(directory, 'directory');
    requireOptions(options, tokenizerOptionKinds);
    const engine = resolveEngine(options);
    const files = await readTokenizerFiles(directory, resolveSpecialTokens(options));
    const opened = await openTokenizer(files, engine);
    const resolved = resolveTokenizerOptions(options, files, singleSpecialTokens(opened.template));
    const { pairTemplate } = options;
    const reader = pairTemplate && createTemplateReader(files, pairTemplate);
    return new Tokenizer(opened, files, resolved, reader);
  }

  /** Returns the id of a token as the vocabulary spells it, e.g. 103 for `[MASK]`; `undefined` when the vocabulary has no such token. */
  tokenId(token: string): number | undefined {
    return this.#engine.tokenToId(this.#names.inTokenizer.get(requireText(token, 'token')) ?? token) ?? undefined;
  }

  /** Returns the sequence of one text. */
  async encode(text: string): Promise<EncodedSequence> {
    requireText(text, 'text');
    const [sequence] = await this.encodeBatch([text]);
    return sequence!;
  }

  /**
   * Returns the sequences of many texts, in input order.
   *
   * @throws {InvalidArgumentError} when an element is not a string; the message names its index.
   */
  async encodeBatch(texts: readonly string[], options: EncodeOptions = {}): Promise<EncodedSequence[]> {
    const copy = requireTexts(texts, 'texts');
    const { signal } = requireOptions(options, encodeOptionKinds);
    const bareTexts = await this.#encodeBare(copy, signal);
    return bareTexts.map((bare) => this.#single(bare));
  }

  /** Returns the sequence of two texts, e.g. a query and a document. */
  async encodePair(first: string, second: string): Promise<EncodedSequence> {
    const [sequence] = await this.encodePairs([[first, second]]);
    return sequence!;
  }

  /**
   * Returns the sequences of many pairs, in input order. A text that occurs in several pairs, such as a query, is tokenized once. With a
   * `pairTemplate`, each pair is filled into the template and tokenized as one text.
   *
   * @throws {InvalidArgumentError} when a text is not a string (the message names it), or `maxLength` has no room for a pair.
   * @throws {SequenceTooLongError} when the text that `truncation` does not cut fills the limit alone.
   */
  async encodePairs(pairs: readonly TextPair[], options: EncodeOptions = {}): Promise<EncodedSequence[]> {
    const { signal } = requireOptions(options, encodeOptionKinds);
    requireKind(pairs, 'list', 'pairs');
    const copy = Array.from(pairs, (pair, index): TextPair => {
      const [first, second] = requireKind(pair, 'list', `pairs[${index}]`);
      return [requireText(first, `pairs[${index}][0]`), requireText(second, `pairs[${index}][1]`)];
    });
    if (this.#pairTemplate !== undefined) {
      const { maxLength, truncationDirection, maxCharacters } = this;
      return encodeTemplate(copy, { ...this.#pairTemplate, maxLength, truncationDirection, maxCharacters, signal });
    }
    const room = this.maxLength - pairSpecialTokens(this.#template);
    if (room < 2 && copy.length > 0) {
      const expected = `at least ${pairSpecialTokens(this.#template) + 2} to encode pairs`;
      throw new InvalidArgumentError({ parameter: 'maxLength', value: this.maxLength, expected });
    }
    const texts = [...new Set(copy.flat())];
    const positions = new Map(texts.map((text, position) => [text, position]));
    const bareTexts = await this.#encodeBare(texts, signal);
    return copy.map(([first, second], index) =>
      this.#pair(bareTexts[positions.get(first)!]!, bareTexts[positions.get(second)!]!, room, index),
    );
  }

  /**
   * Returns the number of tokens of each whole text, special tokens included. A text with more than `maxLength` would be truncated.
   *
   * A text longer than `maxCharacters` is counted in pieces, between words where possible.
   */
  async countTokens(texts: readonly string[], options: EncodeOptions = {}): Promise<Uint32Array> {
    const copy = requireTexts(texts, 'texts');
    const { signal } = requireOptions(options, encodeOptionKinds);
    const pieces = copy.flatMap((whole, index) =>
      Array.from(textPieces(whole, this.maxCharacters), ({ text }) => ({ text, index })),
    );
    const lengths = await this.#read(
      pieces.map(({ text }) => text),
      signal,
      (encoding) => encoding.getIds().length,
    );
    const counts = new Uint32Array(copy.length).fill(singleSpecialTokens(this.#template));
    for (const [position, length] of lengths.entries()) counts[pieces[position]!.index]! += length;
    return counts;
  }

  /**
   * Returns the span of each token in its text, in UTF-16 units: one span for each of the `inputIds` that `encodeBatch` returns. `start` equals `end`
   * for a special token, and for any other token that represents no text.
   *
   * @throws {InvalidArgumentError} when an element is not a string; the message names its index.
   *
   * @example
   * await tokenizer.tokenSpans(['hi all']); // => [[{ start: 0, end: 0 }, { start: 0, end: 2 }, { start: 3, end: 6 }, { start: 6, end: 6 }]]
   */
  async tokenSpans(texts: readonly string[], options: EncodeOptions = {}): Promise<TextSpan[][]> {
    const copy = requireTexts(texts, 'texts');
    const { signal } = requireOptions(options, encodeOptionKinds);
    const room = this.maxLength - singleSpecialTokens(this.#template);
    return this.#read(copy, signal, (encoding, { text }) => {
      const offsets = encoding.getOffsets();
      const kept = keptRange(offsets.length, Math.min(offsets.length, room), this.truncationDirection);
      return wrapSpans(this.#template, toUtf16Offsets(text, offsets.slice(...kept)));
    });
  }

  /**
   * Returns every token of a text or pair, for display and for splitting texts between tokens.
   *
   * Applies `maxCharacters`, but does not truncate to `maxLength`. Offsets are in UTF-16 units: `text.slice(...token.offset)`.
   */
  async tokenize(text: string, pair?: string): Promise<Token[]> {
    const first = capCharacters(requireText(text, 'text'), this.maxCharacters).text;
    const second = pair === undefined ? null : capCharacters(requireText(pair, 'pair'), this.maxCharacters).text;
    const encoding = await this.#engine.encode(first, second, { addSpecialTokens: true });
    return readTokens(encoding, { first, second, names: this.#names });
  }

  #encodeBare(texts: readonly string[], signal: AbortSignal | undefined): Promise<BareText[]> {
    return this.#read(texts, signal, (encoding, { truncatedCharacters }) => ({
      ids: Int32Array.from(encoding.getIds()),
      truncatedCharacters,
    }));
  }

  #read<Result>(
    texts: readonly string[],
    signal: AbortSignal | undefined,
    read: EncodeInChunksOptions<Result>['read'],
  ): Promise<Result[]> {
    return encodeInChunks(this.#engine, texts, { maxCharacters: this.maxCharacters, signal, read });
  }

  #single({ ids, truncatedCharacters }: BareText): EncodedSequence {
    const room = this.maxLength - singleSpecialTokens(this.#template);
    const kept = keepTokens(ids, Math.min(ids.length, room), this.truncationDirection);
    return {
      inputIds: wrapSingle(this.#template, kept),
      truncatedTokens: ids.length - kept.length,
      ...(truncatedCharacters > 0 && { truncatedCharacters }),
    };
  }

  #pair(first: BareText, second: BareText, room: number, index: number): EncodedSequence {
    const lengths = { first: first.ids.length, second: second.ids.length };
    const kept = keptLengths({ ...lengths, room, strategy: this.truncation });
    if (kept === undefined) {
      const tokenCount = lengths.first + lengths.second + pairSpecialTokens(this.#template);
      const text = this.truncation === 'onlyFirst' ? 'first' : 'second';
      const advice = `Truncation '${this.truncation}' would remove the whole ${text} text. Shorten the other text, or use 'longestFirst'.`;
      throw new SequenceTooLongError({ index, tokenCount, maxLength: this.maxLength, advice });
    }
    const truncatedCharacters = first.truncatedCharacters + second.truncatedCharacters;
    return {
      ...wrapPair(
        this.#template,
        keepTokens(first.ids, kept.first, this.truncationDirection),
        keepTokens(second.ids, kept.second, this.truncationDirection),
      ),
      truncatedTokens: lengths.first + lengths.second - kept.first - kept.second,
      ...(truncatedCharacters > 0 && { truncatedCharacters }),
    };
  }
}
