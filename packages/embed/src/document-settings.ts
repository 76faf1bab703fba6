/** The options of all classes that change the vectors of documents, with their defaults. */
const defaults: Readonly<Record<string, unknown>> = {
  maxLength: undefined,
  specialTokens: 'literal',
  prefixes: 'none',
  dtype: undefined,
  language: 'english',
  k: 1.2,
  b: 0.75,
  averageLength: 256,
  maxWordLength: 40,
  stopWords: undefined,
  disableStemmer: false,
  stemmer: undefined,
  tokenizer: 'words',
  locale: 'und',
};

/**
 * Returns a string that identifies the options that change document vectors; `undefined` when all have their defaults. An option whose default depends
 * on the model, such as `dtype`, counts when it is given. The order of stop words does not matter. Different functions are indistinguishable.
 *
 * @example
 * documentSettingsOf({ prefixes: 'model', offline: true }); // => '{"prefixes":"model"}'
 */
export function documentSettingsOf(options: object): string | undefined {
  const changed = Object.entries(defaults).flatMap(([name, usual]) => {
    const value: unknown = Reflect.get(options, name);
    if (value === undefined || value === usual) return [];
    if (typeof value === 'function') return [[name, 'function'] as const];
    return [[name, name === 'stopWords' ? [...(value as Iterable<string>)].toSorted() : value] as const];
  });
  return changed.length === 0 ? undefined : JSON.stringify(Object.fromEntries(changed));
}
