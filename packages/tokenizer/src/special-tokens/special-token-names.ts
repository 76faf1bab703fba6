import { requireOneOf } from '@x/core';

import { asList, asObject, type JsonObject, tokenText } from '../json-values.ts';

/**
 * How to tokenize a text that spells a special token, such as `[SEP]`: `literal` treats it as ordinary words, `parse` turns it into the
 * token's id, as Python does.
 */
export type SpecialTokens = (typeof specialTokenReadings)[number];

const specialTokenReadings = ['literal', 'parse'] as const;

/**
 * Checks the option `specialTokens`, for packages that accept it before a tokenizer is loaded. `undefined` is allowed.
 *
 * @throws {InvalidArgumentError} when it is any other value.
 */
export function requireSpecialTokens(specialTokens: SpecialTokens | undefined): void {
  if (specialTokens !== undefined) requireOneOf(specialTokens, 'specialTokens', specialTokenReadings);
}

/** The sources of the names of special tokens. */
export interface SpecialTokenSources {
  /** Content of `tokenizer.json`. */
  readonly tokenizer: JsonObject;
  /** Contents of `tokenizer_config.json` and `special_tokens_map.json`. */
  readonly settings: readonly JsonObject[];
  /** Ids of further tokens that texts must not contain. */
  readonly ids: ReadonlySet<number>;
}

// In vocabularies of these model types the entries are always special tokens, even when no file declares them special.
const conventional = ['<s>', '</s>', '<pad>', '<unk>', '<mask>', '[CLS]', '[SEP]', '[PAD]', '[UNK]', '[MASK]'];
const conventionalModels: readonly unknown[] = ['Unigram', 'WordPiece', 'WordLevel'];

// Some models pad with `!`, which is an ordinary character in texts. The shortest real special token is `<s>`.
const shortestName = 3;

// A model with byte fallback finds these tokens by name. Some files list them as special.
const byteToken = /^<0x[0-9A-F]{2}>$/;

/** Returns the names of all tokens that have a special meaning to the model. */
export function specialTokenNames({ tokenizer, settings, ids }: SpecialTokenSources): ReadonlySet<string> {
  const model = asObject(tokenizer['model']);
  const added = asList(tokenizer['added_tokens']).map(asObject);
  const names = [
    ...added.filter(({ special, id }) => special === true || ids.has(id as number)).map(({ content }) => content),
    ...namesOfProcessor(tokenizer['post_processor']),
    ...settings.flatMap(namesOfSettings),
    ...(conventionalModels.includes(model['type']) ? conventional : []),
    ...namesOfIds(model['vocab'], [...ids, model['unk_id']].filter(Number.isSafeInteger)),
    model['unk_token'],
  ];
  const isByteToken = (name: string): boolean => model['byte_fallback'] === true && byteToken.test(name);
  return new Set(
    names.filter(
      (name): name is string =>
        typeof name === 'string' && Array.from(name).length >= shortestName && !isByteToken(name),
    ),
  );
}

function namesOfProcessor(value: unknown): unknown[] {
  const { special_tokens: byName, cls, sep, processors } = asObject(value);
  return [
    ...Object.values(asObject(byName)).flatMap((token) => asList(asObject(token)['tokens'])),
    ...[cls, sep].map((token) => asList(token)[0]),
    ...asList(processors).flatMap(namesOfProcessor),
  ];
}

function namesOfSettings(settings: JsonObject): unknown[] {
  const { added_tokens_decoder: decoder, additional_special_tokens: more, extra_special_tokens: extra } = settings;
  return [
    ...Object.entries(settings).flatMap(([key, value]) => (key.endsWith('_token') ? [tokenText(value)] : [])),
    ...[more, extra].flatMap((tokens) => Object.values(asObject(tokens)).map(tokenText)),
    ...Object.values(asObject(decoder)).flatMap((token) =>
      asObject(token)['special'] === true ? [tokenText(token)] : [],
    ),
  ];
}

function namesOfIds(vocabulary: unknown, ids: readonly unknown[]): unknown[] {
  if (Array.isArray(vocabulary)) return ids.map((id) => asList(vocabulary[id as number])[0]);
  if (ids.length === 0) return [];
  return Object.entries(asObject(vocabulary)).flatMap(([name, id]) => (ids.includes(id) ? [name] : []));
}
