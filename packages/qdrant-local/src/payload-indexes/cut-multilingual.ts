import type { TextCuts } from './cut-text.ts';

// Punctuation, spaces and mathematical operators. A no-break space and a no-break hyphen join words.
const separators = /(?!\u2011)\p{P}|[\0\t\n\r \u1680\u2002-\u200a\u200c\u2029\u3000+`±×÷\u2212-\u22ff]/u;

/** Scripts whose words lose their marks, or are not separated by spaces. */
type NamedScript = 'Latin' | 'Greek' | 'Hebrew' | 'Arabic' | 'Thai' | 'CJ';

/** The characters of each script, as in a character class. A character of no script belongs to the script before it. */
const scripts: Readonly<Record<NamedScript, string>> & Readonly<Record<string, string>> = {
  Latin: String.raw`A-Za-z\u0080-\u02af\u1d00-\u1dbf\u1e00-\u1eff\u2100-\u214f\u2c60-\u2c7f\ua720-\ua7ff\uab30-\uab6f`,
  Greek: String.raw`\u0370-\u03ff`,
  Hebrew: String.raw`\p{Script=Hebrew}`,
  Arabic: String.raw`\p{Script=Arabic}`,
  Thai: String.raw`\p{Script=Thai}`,
  // Chinese and Japanese.
  CJ: String.raw`\p{Script=Han}\u3040-\u30ff`,
  // With the fullwidth and halfwidth forms of other scripts.
  Hangul: String.raw`\p{Script=Hangul}\uff00-\uffef`,
  ...Object.fromEntries(
    ['Cyrillic', 'Georgian', 'Armenian', 'Devanagari', 'Bengali', 'Gujarati', 'Gurmukhi', 'Oriya', 'Tamil']
      .concat(['Telugu', 'Kannada', 'Malayalam', 'Sinhala', 'Myanmar', 'Khmer', 'Ethiopic'])
      .map((script) => [script, String.raw`\p{Script=${script}}`]),
  ),
};

const anyScript = Object.values(scripts).join('');
const noScript = `[^${anyScript}]*`;
/** Matches a run of one script; its named group is the script. */
const run = new RegExp(
  `${noScript}(?:${Object.entries(scripts)
    .map(([script, characters]) => `(?<${script}>(?:[${characters}]${noScript})+)`)
    .join('|')}|$)`,
  'gu',
);

/** A text can be cut between words of known scripts. Between the cuts, the time of `Intl.Segmenter` grows with the square of the length. */
export const multilingualCuts: TextCuts = {
  before: new RegExp(String.raw`(?<=[${anyScript}])[ \t\n\r\u3000、。](?=[${anyScript}])`, 'u'),
  longest: 4096,
};

// The same language everywhere, to split a text identically on every machine.
const segmenter = new Intl.Segmenter('en', { granularity: 'word' });

// Thai vowel signs are letters; the marks of tones are not.
const marks = /\p{Mn}+/gu;
const losesMarks: ReadonlySet<string> = new Set<NamedScript>(['Latin', 'Greek', 'Hebrew', 'Arabic', 'Thai']);
const hasCase: ReadonlySet<string> = new Set(['Latin', 'Greek', 'Cyrillic', 'Georgian', 'Armenian']);

/**
 * Splits a text of any language into words, in a normal form. Words without letters are left out.
 *
 * Splits at punctuation, at some symbols and between scripts. `Intl.Segmenter` finds the words of Chinese, Japanese and Thai,
 * which have no spaces. The Arabic article is a word of its own.
 *
 * Sources: meilisearch/charabia charabia/src/separators.rs, segmenter/mod.rs, segmenter/arabic.rs, detection/chars.rs and normalizer/,
 * as observed in qdrant-edge-py 0.9.0. A server segments Chinese with jieba, Japanese with vaporetto, and Thai with a dictionary.
 */
export function cutMultilingual(text: string): string[] {
  return Array.from(text.matchAll(run))
    .flatMap(cutRun)
    .filter((word) => /\p{Alphabetic}/u.test(word));
}

function cutRun({ 0: text, groups }: RegExpExecArray): string[] {
  const script = Object.keys(groups!).find((name) => groups![name] !== undefined) ?? '';
  return text
    .split(separators)
    .flatMap((part) => segment(part, script))
    .map((word) => normalize(word, script));
}

function segment(part: string, script: string): string[] {
  if (script === 'Arabic') return part.split(/(?<=^[اأإآٱ]ل)/u);
  if (script !== 'CJ' && script !== 'Thai') return [part];
  return Array.from(segmenter.segment(part), ({ segment: piece }) => piece);
}

/** Returns a word with compatibility characters decomposed. Marks are kept in scripts where they distinguish letters, such as й from и. */
function normalize(word: string, script: string): string {
  let plain = word.normalize('NFKD').replaceAll(/\p{Cc}+/gu, '');
  if (hasCase.has(script)) plain = plain.toLowerCase();
  if (losesMarks.has(script)) plain = plain.replaceAll(marks, '');
  switch (script) {
    case 'Latin':
      return plain.replaceAll('æ', 'ae').replaceAll('œ', 'oe');
    case 'Greek':
      return plain.replaceAll('ς', 'σ');
    case 'Arabic':
      return plain.replaceAll('ـ', '').replaceAll('ٱ', 'ا').replaceAll('ى', 'ي').replaceAll('ة', 'ه');
    default:
      return plain;
  }
}
