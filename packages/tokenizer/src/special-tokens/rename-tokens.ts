import { asList, asObject, type JsonObject } from '../json-values.ts';

/** The tokens whose names in the tokenizer differ from those in its file. */
export interface TokenNames {
  /** Maps a name in the file to the name in the tokenizer. */
  readonly inTokenizer: ReadonlyMap<string, string>;
  /** Maps a name in the tokenizer to the name in the file. */
  readonly inFile: ReadonlyMap<string, string>;
}

/** A `tokenizer.json` in which some tokens have names that no text can spell. */
export interface RenamedTokens {
  readonly tokenizer: JsonObject;
  readonly names: TokenNames;
}

/** No token is renamed. */
export const ownNames: TokenNames = { inTokenizer: new Map(), inFile: new Map() };

/**
 * Renames tokens in a `tokenizer.json`, so that no text is split into them. Their ids stay the same. The post-processor uses ids, so it still
 * puts these tokens around texts.
 *
 * The new names are random. A text could contain a fixed name, but cannot guess 96 random bits.
 * docs/decisions/0107-special-tokens-in-texts-are-words.md explains the decision.
 */
export function renameTokens(tokenizer: JsonObject, names: ReadonlySet<string>): RenamedTokens {
  const secret = Array.from(crypto.getRandomValues(new Uint32Array(3)), (part) => part.toString(36)).join('');
  const newNames = new Map(Array.from(names, (name, index) => [name, `${secret}${index}`]));
  const { added_tokens: added, model } = tokenizer;
  const renamed = {
    ...tokenizer,
    ...(Array.isArray(added) && { added_tokens: added.map((token) => renameAdded(token, newNames)) }),
    ...(typeof model === 'object' && model !== null && { model: renameInModel(asObject(model), newNames) }),
  };
  const inFile = new Map(Array.from(newNames, ([name, newName]) => [newName, name]));
  return { tokenizer: renamed, names: { inTokenizer: newNames, inFile } };
}

function renameAdded(token: unknown, newNames: ReadonlyMap<string, string>): unknown {
  const { content, ...rest } = asObject(token);
  const name = newNames.get(content as string);
  // A normalizer could change the new name into one that a text can spell.
  return name === undefined ? token : { ...rest, content: name, normalized: false };
}

function renameInModel(model: JsonObject, newNames: ReadonlyMap<string, string>): JsonObject {
  const { vocab, unk_token: unknown, merges, continuing_subword_prefix: prefix } = model;
  return {
    ...model,
    vocab: renameInVocabulary(vocab, newNames),
    ...(typeof unknown === 'string' && { unk_token: newNames.get(unknown) ?? unknown }),
    ...(Array.isArray(merges) && {
      merges: merges.filter((merge) => tokensOfMerge(merge, prefix).every((token) => !newNames.has(token))),
    }),
  };
}

/** Renames tokens in a vocabulary, which is a list of tokens with scores (Unigram) or an object with the id of each token. */
function renameInVocabulary(vocabulary: unknown, newNames: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(vocabulary)) {
    return vocabulary.map((entry: unknown) => {
      const [token, ...score] = Array.isArray(entry) ? (entry as unknown[]) : [];
      const name = newNames.get(token as string);
      return name === undefined ? entry : [name, ...score];
    });
  }
  const ids = { ...asObject(vocabulary) };
  for (const [name, newName] of newNames) {
    if (!Object.hasOwn(ids, name)) continue;
    ids[newName] = ids[name];
    delete ids[name];
  }
  return ids;
}

/** Returns the two tokens that a merge joins, and the joined token. */
function tokensOfMerge(merge: unknown, prefix: unknown): readonly string[] {
  const [first = '', second = ''] = (typeof merge === 'string' ? merge.split(' ') : asList(merge)).map(String);
  const joined = typeof prefix === 'string' && second.startsWith(prefix) ? second.slice(prefix.length) : second;
  return [first, second, first + joined];
}
