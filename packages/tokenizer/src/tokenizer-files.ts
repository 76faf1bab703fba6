import { ModelFileError, withoutByteOrderMark, XError } from '@x/core';

import { asObject, type JsonObject, tokenText } from './json-values.ts';
import { fileOf, readFileText } from './read-file-text.ts';
import { refusedValue } from './refused-value.ts';
import { readSentenceSettings } from './sentence-settings.ts';
import { ownNames, type RenamedTokens, renameTokens, type TokenNames } from './special-tokens/rename-tokens.ts';
import { type SpecialTokens, specialTokenNames } from './special-tokens/special-token-names.ts';
import type { TruncationDirection } from './truncation.ts';

/** The tokenizer settings that a model directory states. */
export interface TokenizerFiles {
  readonly path: string;
  /** Text of `tokenizer.json`, with the changes that other files require. */
  readonly tokenizerJson: string;
  /** The model's limit in tokens; `undefined` when no file states a plausible one. */
  readonly maxLength: number | undefined;
  /** Size of the model's position table; no sequence can be longer. `undefined` when no file states it. */
  readonly positions: number | undefined;
  readonly truncationDirection: TruncationDirection;
  /** Text of the padding token, if a file states it. */
  readonly padToken: string | undefined;
  /** Id of the padding token, if a file states it. */
  readonly padTokenId: number | undefined;
  /** The special tokens that `tokenizerJson` renames. */
  readonly names: TokenNames;
}

/** How to tokenize texts that spell special tokens. */
export interface SpecialTokenOptions {
  readonly specialTokens: SpecialTokens;
  /** Ids of further tokens that texts must not contain. */
  readonly reservedTokenIds: readonly number[];
}

// Transformers writes 1e30 for "no limit". No model was trained with a limit above this value.
const largestBelievableLength = 1_000_000;

/**
 * Reads `tokenizer.json` and, where they exist, `sentence_bert_config.json`, `tokenizer_config.json`, `special_tokens_map.json` and
 * `config.json` of a model directory.
 *
 * The limit is the first of these that a file states:
 * 1. `max_seq_length` of `sentence_bert_config.json`, as in sentence-transformers,
 * 2. the smallest plausible value of `model_max_length` and `max_length`,
 * 3. the truncation length in `tokenizer.json`, as in FastEmbed's `load_tokenizer`, which however requires all the files.
 *
 * It is capped at the size of the model's position table, as in sentence-transformers.
 *
 * The direction of truncation is `truncation_side` of `tokenizer_config.json`, else the one in `tokenizer.json`, else right, as in transformers and
 * FastEmbed.
 *
 * With `do_lower_case: true` in `sentence_bert_config.json`, texts are lower-cased before any other step, as in sentence-transformers. The setting
 * of the same name in `tokenizer_config.json` is not read, because `tokenizer.json` already includes it.
 *
 * @throws {ModelFileError} when `tokenizer.json` is missing, a file is not JSON, or it states a value of another kind for `max_seq_length`,
 *   `do_lower_case` or `truncation_side`.
 */
export async function readTokenizerFiles(directory: string, options: SpecialTokenOptions): Promise<TokenizerFiles> {
  const { path, text, content } = await readTokenizerJson(directory);
  const { tokenizer, names } = await renameSpecialTokens(directory, content, options);
  const settingsPath = fileOf(directory, 'tokenizer_config.json');
  const settings = await readObject(settingsPath);
  const config = await readObject(fileOf(directory, 'config.json'));
  const sentencesPath = fileOf(directory, 'sentence_bert_config.json');
  const { lowercases, maxSequenceLength } = readSentenceSettings(sentencesPath, await readObject(sentencesPath));
  const [padding, truncation] = [asObject(tokenizer['padding']), asObject(tokenizer['truncation'])];
  const positions = positionsOf(config);
  const stated =
    smallestLength([maxSequenceLength]) ??
    smallestLength([settings['model_max_length'], settings['max_length']]) ??
    smallestLength([truncation['max_length']]);
  return {
    path,
    tokenizerJson:
      lowercases || tokenizer !== content ? JSON.stringify(lowercases ? lowerCasing(tokenizer) : tokenizer) : text,
    maxLength: smallestLength([stated, positions]),
    positions,
    truncationDirection: truncationSide(settingsPath, settings) ?? directionOf(truncation['direction']) ?? 'right',
    padToken: tokenText(settings['pad_token']) ?? tokenText(padding['pad_token']),
    padTokenId: asId(config['pad_token_id']) ?? asId(padding['pad_id']),
    names,
  };
}

/** Renames the special tokens of a model directory so that no text can spell them. With `specialTokens: 'parse'` nothing is renamed. */
export async function renameSpecialTokens(
  directory: string,
  tokenizer: JsonObject,
  { specialTokens, reservedTokenIds }: SpecialTokenOptions,
): Promise<RenamedTokens> {
  if (specialTokens === 'parse') return { tokenizer, names: ownNames };
  const settings = [
    await readObject(fileOf(directory, 'tokenizer_config.json')),
    await readObject(fileOf(directory, 'special_tokens_map.json')),
  ];
  return renameTokens(tokenizer, specialTokenNames({ tokenizer, settings, ids: new Set(reservedTokenIds) }));
}

/** Returns a `tokenizer.json` that lower-cases texts first (sentence_transformers 6.2, base/modules/transformer.py). */
function lowerCasing(tokenizer: JsonObject): JsonObject {
  const normalizer = asObject(tokenizer['normalizer']);
  const { type, normalizers } = normalizer;
  const steps: unknown[] =
    type === 'Sequence' && Array.isArray(normalizers) ? normalizers : type === undefined ? [] : [normalizer];
  const isThere = steps.some((step) => asObject(step)['type'] === 'Lowercase');
  const all = isThere ? steps : [{ type: 'Lowercase' }, ...steps];
  return { ...tokenizer, normalizer: { type: 'Sequence', normalizers: all } };
}

/**
 * Reads the `tokenizer.json` of a model directory and returns its path, its text and its parsed content.
 *
 * @throws {ModelFileError} when it is missing or is not JSON.
 */
export async function readTokenizerJson(
  directory: string,
): Promise<{ path: string; text: string; content: JsonObject }> {
  const path = fileOf(directory, 'tokenizer.json');
  const text = await readText(path);
  if (text === undefined) {
    const message = 'the file does not exist. A model directory must contain it.';
    throw new ModelFileError({ path, problem: 'missing', message });
  }
  return { path, text, content: parseObject(text, path) };
}

// RoBERTa and related models number positions from the padding id + 1, so the first positions of the table stay unused. The list has all text
// models of transformers 5 whose embeddings compute positions this way (`create_position_ids_from_input_ids`).
const offsetFamilies =
  /^((xlm-)?roberta(-xl|-prelayernorm)?|camembert|data2vec-text|ibert|layoutlmv3|lilt|longformer|luke|markuplm|mpnet|xmod)$/;

function positionsOf(config: JsonObject): number | undefined {
  const places = smallestLength([config['max_position_embeddings']]);
  const family = String(config['model_type']);
  if (places === undefined || !offsetFamilies.test(family)) return places;
  // For positions, MPNet always uses the padding id 1, whatever its configuration states.
  const paddingId = family === 'mpnet' ? 1 : (asId(config['pad_token_id']) ?? 1);
  return places - paddingId - 1;
}

async function readObject(path: string): Promise<JsonObject> {
  const text = await readText(path);
  return text === undefined ? {} : parseObject(text, path);
}

async function readText(path: string): Promise<string | undefined> {
  try {
    const text = await readFileText(path);
    return text && withoutByteOrderMark(text);
  } catch (cause) {
    if (XError.isInstance(cause)) throw cause;
    throw new ModelFileError({ path, problem: 'invalid', message: 'the file cannot be read.', cause });
  }
}

function parseObject(text: string, path: string): JsonObject {
  try {
    return asObject(JSON.parse(text));
  } catch (cause) {
    const problem = text.length === 0 ? 'empty' : /^\s*</.test(text) ? 'html' : 'invalid';
    const message = 'the file is not valid JSON. It may be damaged, or a web page saved in its place. Fetch it again.';
    throw new ModelFileError({ path, problem, message, cause });
  }
}

function truncationSide(path: string, settings: JsonObject): TruncationDirection | undefined {
  const value = settings['truncation_side'] ?? undefined;
  const direction = directionOf(value);
  if (value !== undefined && direction === undefined) {
    throw refusedValue({ path, key: 'truncation_side', value, expected: '"left" or "right"' });
  }
  return direction;
}

/** Reads a direction as `tokenizer_config.json` or `tokenizer.json` spells it. */
function directionOf(value: unknown): TruncationDirection | undefined {
  const direction = typeof value === 'string' ? value.toLowerCase() : undefined;
  return direction === 'left' || direction === 'right' ? direction : undefined;
}

function asId(value: unknown): number | undefined {
  return Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : undefined;
}

function smallestLength(candidates: readonly unknown[]): number | undefined {
  const lengths = candidates.filter(
    (value): value is number =>
      Number.isSafeInteger(value) && (value as number) > 0 && (value as number) <= largestBelievableLength,
  );
  return lengths.length > 0 ? Math.min(...lengths) : undefined;
}
