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
 * Returns a string that identifies the options that change document vectors; `undefined` when all have their defaults. Different functions are
 * indistinguishable.
 *
 * @example
 * documentSettingsOf({ prefixes: 'model', offline: true }); // => '{"prefixes":"model"}'
 */
export function documentSettingsOf(options: object): string | undefined {
  const changed = Object.entries(defaults).flatMap(([name, usual]) => {
    const value: unknown = Reflect.get(options, name);
    if (value === undefined || value === usual) return [];
    return [[name, typeof value === 'function' ? 'function' : value] as const];
  });
  return changed.length === 0 ? undefined : JSON.stringify(Object.fromEntries(changed));
}
