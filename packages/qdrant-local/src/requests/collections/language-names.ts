import { isJsonObject } from '../../json/json-path.ts';

/** Languages by the short names that a server accepts for them (qdrant/qdrant lib/segment/src/data_types/index.rs). */
const languages: Readonly<Record<string, string>> = {
  ar: 'arabic',
  az: 'azerbaijani',
  bn: 'bengali',
  ca: 'catalan',
  da: 'danish',
  de: 'german',
  el: 'greek',
  en: 'english',
  es: 'spanish',
  eu: 'basque',
  fi: 'finnish',
  fr: 'french',
  he: 'hebrew',
  'hi-en': 'hinglish',
  hu: 'hungarian',
  hy: 'armenian',
  id: 'indonesian',
  it: 'italian',
  jp: 'japanese',
  kk: 'kazakh',
  ne: 'nepali',
  nl: 'dutch',
  no: 'norwegian',
  pt: 'portuguese',
  ro: 'romanian',
  ru: 'russian',
  sl: 'slovene',
  sv: 'swedish',
  ta: 'tamil',
  tg: 'tajik',
  tr: 'turkish',
  zh: 'chinese',
};

const onlyStemmed = new Set(['armenian', 'tamil']);

/** True for a language for which a server has stop words. */
export function isStopwordLanguage(name: string): boolean {
  return Object.values(languages).includes(name) && !onlyStemmed.has(name);
}

/** Returns the settings of a text index with the full names of its languages. Values that are not known short names are unchanged. */
export function withLanguageNames(schema: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const named = { ...schema };
  const { stemmer, stopwords } = schema;
  if (isJsonObject(stemmer) && stemmer['language'] !== undefined) {
    named['stemmer'] = { ...stemmer, language: nameOf(stemmer['language']) };
  }
  if (isJsonObject(stopwords) && Array.isArray(stopwords['languages'])) {
    named['stopwords'] = { ...stopwords, languages: stopwords['languages'].map(nameOf) };
  } else if (stopwords !== undefined) {
    named['stopwords'] = nameOf(stopwords);
  }
  return named;
}

function nameOf(language: unknown): unknown {
  return typeof language === 'string' && Object.hasOwn(languages, language) ? languages[language] : language;
}
