import { asList, asObject, type JsonObject } from '../json-values.ts';

/** The tokens that have other names in a tokenizer than in its file. */
export interface TokenNames {
  /** The name in the tokenizer by the name in the file. */
  readonly inTokenizer: ReadonlyMap<string, string>;
  /** The name in the file by the name in the tokenizer. */
  readonly inFile: ReadonlyMap<string, string>;
}

/** A `tokenizer.json` in which some tokens have names that no text spells. */
export interface RenamedTokens {
  readonly tokenizer: JsonObject;
  readonly names: TokenNames;
}

/** Every token has its own name. */
export const ownNames: TokenNames = { inTokenizer: new Map(), inFile: new Map() };

/**
 * Gives tokens new names in a `tokenizer.json`, so that no text is divided into them. Their ids stay, and the post-processor, which goes by ids,
 * puts them around texts as before.
 *
 * The names are random. A fixed name could be written in a text; 96 random bits are not guessed, and reading a text costs nothing more. Why:
 * docs/decisions/0107-special-tokens-in-texts-are-words.md.
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
  // A normalizer might make something else of the name, which a text could spell.
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

/** A vocabulary is a list of tokens with scores (Unigram), or has an id for each token. */
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

/** The two tokens that a merge joins, and what comes of them. */
function tokensOfMerge(merge: unknown, prefix: unknown): readonly string[] {
  const [first = '', second = ''] = (typeof merge === 'string' ? merge.split(' ') : asList(merge)).map(String);
  const joined = typeof prefix === 'string' && second.startsWith(prefix) ? second.slice(prefix.length) : second;
  return [first, second, first + joined];
}
