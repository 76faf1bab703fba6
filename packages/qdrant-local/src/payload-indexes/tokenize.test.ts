import { expect, test } from 'vitest';

import { stemmerLanguages, type TextSettings } from '../requests/types/index-settings.ts';
import { createStemmer } from './stemmer.ts';
import { createTokenizer } from './tokenize.ts';

const tokens = (text: string, settings: Partial<TextSettings> = {}): string[] =>
  [...createTokenizer({ type: 'text', ...settings }).tokens(text)].flat();
const queryTokens = (text: string, settings: Partial<TextSettings>): string[] =>
  [...createTokenizer({ type: 'text', ...settings }).queryTokens(text)].flat();

// Texts and tokens from the server's own tests (full_text_index/tokenizers/mod.rs, multilingual.rs).
test.each([
  [{}, 'hello, world! Привет, мир!', 'hello|world|привет|мир'],
  [{ lowercase: false }, 'hello, world! Привет, мир!', 'hello|world|Привет|мир'],
  [{ tokenizer: 'whitespace' }, 'Hello  world!\nmy-word', 'hello|world!|my-word'],
  [{ tokenizer: 'prefix', min_token_len: 1, max_token_len: 4 }, 'hello, мир!', 'h|he|hel|hell|м|ми|мир'],
  [{ tokenizer: 'multilingual' }, 'What are you waiting for?', 'what|are|you|waiting|for'],
  [{ tokenizer: 'multilingual' }, '本日の日付は', '本日|の|日付|は'],
  [{ tokenizer: 'multilingual' }, '今天 - 日本', '今天|日本'],
  // Texts and tokens as observed in qdrant-edge-py 0.9.0.
  [{ tokenizer: 'multilingual' }, "can't l’été O'Neil", 'can|t|l|ete|o|neil'],
  [{ tokenizer: 'multilingual' }, 'foo@bar.com snake_case kebab-case C++', 'foo|bar|com|snake|case|kebab|case|c'],
  [{ tokenizer: 'multilingual' }, '3.14kg 1,5km 32 3°F a=b $5a', '14kg|5km|3°f|a=b|$5a'],
  [{ tokenizer: 'multilingual' }, 'abcабв 한글abc abc中', 'abc|абв|한글'.normalize('NFKD') + '|abc|abc|中'],
  [{ tokenizer: 'multilingual' }, 'й и ё е', 'й|и|ё|е'.normalize('NFKD')],
  [{ tokenizer: 'multilingual' }, 'हिन्दी में', 'हिन्दी|में'],
  [{ tokenizer: 'multilingual' }, 'が か', 'が|か'.normalize('NFKD')],
  [{ tokenizer: 'multilingual' }, 'Łódź Œuvre ﬁn Οδός', 'łodz|oeuvre|fin|οδοσ'],
  [{ tokenizer: 'multilingual' }, 'הַבַּיִת مَدْرَسَة ง่าย', 'הבית|مدرسه|งาย'],
  [{ tokenizer: 'multilingual' }, 'الكتاب إلى هـــم', 'ال|كتاب|ال|ي|هم'],
  [{ tokenizer: 'multilingual', max_token_len: 3 }, 'дом мой', 'дом'],
  [{ tokenizer: 'code' }, 'getUserName(user_id)', 'get|user|name|user|id'],
  [{ tokenizer: 'code' }, 'HTTPServer.parseJSON MAX_SIZE', 'http|server|parse|json|max|size'],
  [
    { tokenizer: 'code' },
    'utf8Decoder sha256sum x2Y HTTP2Server ABC1d',
    'utf8|decoder|sha256sum|x2|y|http2|server|abc1d',
  ],
  [{ tokenizer: 'code' }, 'überGröße деньРождения 日本語Text', 'über|größe|день|рождения|日本語|text'],
  [{ tokenizer: 'code' }, 'URLs userIDs IDsOf IDsx', 'urls|user|ids|ids|of|i|dsx'],
  [{ tokenizer: 'code' }, '0xFF 1_000 2D 1.5B _1B', '0xff|1000|2d|1|5b|1|b'],
  [{ tokenizer: 'code', lowercase: false, min_token_len: 3 }, 'getURLOf a', 'get|URL'],
  [{ tokenizer: 'code', stopwords: { custom: ['get'] } }, 'getUsers', 'users'],
  [{ stopwords: { custom: ['The', 'a'] } }, 'the Quick a fox', 'quick|fox'],
  [{ lowercase: false, stopwords: { custom: ['the'] } }, 'The the fox', 'The|fox'],
  [{ min_token_len: 3 }, 'a bc def', 'def'],
  [{ max_token_len: 2 }, 'a bc def 😀😀', 'a|bc'],
  [{ stopwords: 'english' }, 'The quick fox and I', 'quick|fox'],
  [{ stopwords: { languages: ['english'], custom: ['fox'] } }, 'the quick fox', 'quick'],
  [{ stemmer: { type: 'snowball', language: 'english' } }, 'Testing this, running horses', 'test|this|run|hors'],
  [{ stemmer: { type: 'snowball', language: 'german' } }, 'Häuser', 'haus'],
  [{ stemmer: { type: 'none' } }, 'Testing', 'testing'],
  [{ stemmer: { type: 'snowball', language: 'english' }, stopwords: { custom: ['run'] } }, 'run running', 'run'],
  [{ stemmer: { type: 'snowball', language: 'english' }, min_token_len: 4 }, 'testing runs', 'test'],
  [{ ascii_folding: true }, 'Ação Straße ŁÓDŹ', 'acao|strasse|lodz'],
  [{}, '', ''],
  [{}, '... !', ''],
] as const)('the settings %j cut %j into the tokens %s', (settings, text, expected) => {
  expect(tokens(text, settings).join('|')).toBe(expected);
});

// Names as observed in qdrant-edge-py 0.9.0.
test.each([
  [{}, 'parseHTTPHeader x aB', 'parsehttpheader|ab'],
  [{}, 'parse_HTTPHeader', 'httpheader|parsehttpheader'],
  [{}, 'x_1_y a_bC_d _a', 'x1y|bc|abcd'],
  [{}, 'x-y a.b 1_000 URLs', ''],
  [{ min_token_len: 5 }, 'aB runningDogs', 'runningdogs'],
  [{ max_token_len: 2 }, 'aB runningDogs', 'ab'],
  [{ stopwords: { custom: ['is'] } }, 'iS isA', 'isa'],
  [{ ascii_folding: true }, 'éÜb', 'eub'],
  [{ stemmer: { type: 'snowball', language: 'english' } }, 'runningDogs', 'runningdog'],
  [{ lowercase: false }, 'parseHTTPHeader', ''],
] as const)('the tokenizer of code with %j finds in %j the names %s', (settings, text, expected) => {
  const { names } = createTokenizer({ type: 'text', tokenizer: 'code', ...settings });
  expect([...(names?.(text) ?? [])].flat().join('|')).toBe(expected);
});

test('a prefix query contains the longest prefix of each word', () => {
  const settings = { tokenizer: 'prefix', max_token_len: 4 } as const;
  expect(queryTokens('hello, мир!', settings)).toEqual(['hell', 'мир']);
  expect(queryTokens('a hello', { ...settings, min_token_len: 2 })).toEqual(['hell']);
});

test('a prefix query keeps a stop word, which finds longer words that start with it', () => {
  const settings = { tokenizer: 'prefix', stopwords: { custom: ['the'] } } as const;
  expect(tokens('the theory', settings)).toEqual(['t', 'th', 'the', 'theo', 'theor', 'theory']);
  expect(queryTokens('the', settings)).toEqual(['the']);
});

test('every language in the list of stemmers has a stemmer', () => {
  for (const language of stemmerLanguages) expect(createStemmer(language)('')).toBe('');
});

test('a character above U+FFFF counts as one character', () => {
  expect(tokens('𝒜𝒷 x', { min_token_len: 2 })).toEqual(['𝒜𝒷']);
  expect(tokens('𐐀𐐁', { tokenizer: 'prefix', lowercase: false })).toEqual(['𐐀', '𐐀𐐁']);
});
