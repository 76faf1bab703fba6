import { isJsonObject } from '../../json/json-path.ts';
import { refuseUnknownKeys } from '../../json/read-fields.ts';
import { invalidValue, malformedRequest, notSupported, type RequestContext } from '../../json/server-errors.ts';
import { isStopwordLanguage } from './language-names.ts';
import { type StemmerLanguage, stemmerLanguages } from '../types/index-settings.ts';

const tokenizers = ['prefix', 'whitespace', 'word', 'multilingual', 'code'];

/**
 * Returns the settings of a text index in the form in which a server stores them. Checks the settings that only a text index has.
 *
 * @throws {VectorStoreError} with status 400, 422 or 501.
 */
export function readTextIndexSettings(
  schema: Readonly<Record<string, unknown>>,
  context: RequestContext,
): Record<string, unknown> {
  const tokenizer = schema['tokenizer'] ?? 'word';
  if (typeof tokenizer !== 'string' || !tokenizers.includes(tokenizer)) {
    throw malformedRequest(context, `field_schema.tokenizer must be one of ${tokenizers.join(', ')}`);
  }
  const min = readLength(schema, 'min_token_len', 0, context);
  const max = readLength(schema, 'max_token_len', Infinity, context);
  if (min > max) {
    throw invalidValue(
      context,
      'field_schema.min_token_len',
      `value ${min} invalid, must be at most max_token_len, ${max}`,
    );
  }
  checkStopwords(schema['stopwords'] ?? undefined, context);
  checkStemmer(schema['stemmer'] ?? undefined, context);
  const { scoring, ...others } = schema;
  if (!isScoring(scoring, context)) return others;
  // A server scores each element by itself. How it combines the scores of several elements of a point is not known.
  if ((schema['nested'] ?? undefined) !== undefined) throw notSupported(context, '`scoring` of an index with `nested`');
  return { ...others, scoring: { type: 'bm25' } };
}

/** Whether the index is used for scoring. Source: qdrant/qdrant lib/segment/src/data_types/index.rs, `deserialize_text_scoring`. */
function isScoring(scoring: unknown, context: RequestContext): boolean {
  if (typeof scoring === 'boolean') return scoring;
  if (scoring === undefined || scoring === null) return false;
  const { type, ...others } = isJsonObject(scoring) ? scoring : {};
  if (type === 'bm25' && Object.keys(others).length === 0) return true;
  throw malformedRequest(context, 'field_schema.scoring must be a boolean or { type: bm25 }');
}

function readLength(
  schema: Readonly<Record<string, unknown>>,
  key: string,
  absent: number,
  context: RequestContext,
): number {
  const value = schema[key] ?? undefined;
  if (value === undefined) return absent;
  if (Number.isSafeInteger(value) && (value as number) >= 0) return value as number;
  throw malformedRequest(context, `field_schema.${key} must be a whole number of at least 0`);
}

function checkStopwords(stopwords: unknown, context: RequestContext): void {
  if (stopwords === undefined) return;
  if (!isJsonObject(stopwords)) return checkStopwordLanguage(stopwords, context);
  refuseUnknownKeys(stopwords, ['languages', 'custom'], 'field_schema.stopwords', context);
  const languages = stopwords['languages'] ?? [];
  if (!Array.isArray(languages)) throw malformedRequest(context, 'field_schema.stopwords.languages must be a list');
  for (const language of languages) checkStopwordLanguage(language, context);
  const custom = stopwords['custom'] ?? [];
  if (!Array.isArray(custom) || !custom.every((word) => typeof word === 'string')) {
    throw malformedRequest(context, 'field_schema.stopwords.custom must be a list of strings');
  }
}

function checkStopwordLanguage(language: unknown, context: RequestContext): void {
  if (language === 'english') return;
  if (typeof language !== 'string' || !isStopwordLanguage(language)) {
    throw malformedRequest(context, 'field_schema.stopwords must be a language or { languages, custom }');
  }
  throw notSupported(context, `The list of stop words '${language}' (pass them as \`custom\` instead)`);
}

function checkStemmer(stemmer: unknown, context: RequestContext): void {
  if (stemmer === undefined) return;
  const { type, language, ...others } = isJsonObject(stemmer) ? stemmer : {};
  if (Object.keys(others).length > 0 || (type === 'none' && language !== undefined)) {
    throw malformedRequest(context, 'field_schema.stemmer must be { type: none } or { type: snowball, language }');
  }
  if (type === 'none') return;
  if (type !== 'snowball' || typeof language !== 'string') {
    throw malformedRequest(context, 'field_schema.stemmer must be { type: none } or { type: snowball, language }');
  }
  if (language === 'greek') throw notSupported(context, 'The Greek stemmer');
  if (!stemmerLanguages.includes(language as StemmerLanguage)) {
    throw malformedRequest(context, `field_schema.stemmer.language must be one of ${stemmerLanguages.join(', ')}`);
  }
}
