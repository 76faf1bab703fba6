import { atOnce, type Steps } from '../turns/steps.ts';
import { numberOf } from '../json/whole-float.ts';
import { compileTextMatch, matchWords, type TextTest } from '../payload-indexes/match-text.ts';
import { collectTokens, createTokenizer } from '../payload-indexes/tokenize.ts';
import { isWithin, type ValueTest } from '../requests/filter/filter-tree.ts';
import { containsPosition, positionOf } from '../requests/filter/geo-area.ts';
import { parseDatetime } from '../requests/filter/parse-datetime.ts';
import { matchAsciiWords } from './ascii-words.ts';

/** Returns whether one value of a payload passes. */
export type ValuePredicate = (value: unknown) => boolean;

/** Used without a text index. A server of version 1.19.1 or later tokenizes such texts like an index without settings. */
const defaultTokenizer = createTokenizer({ type: 'text' });

/**
 * Compiles the test of one value. Types are strict: `true`, '1' and whole floats are different from 1. An index may redefine a test.
 *
 * Source: qdrant/qdrant lib/segment/src/payload_storage/condition_checker.rs.
 */
export function* compileValuePredicate(test: ValueTest): Steps<ValuePredicate> {
  switch (test.kind) {
    case 'any':
      return compileAny(test.values);
    case 'except':
      return (value) => value !== null && !test.values.has(value);
    case 'text':
    case 'textAny':
    case 'phrase':
      return yield* compileWords(test);
    case 'prefix':
      return (value) => typeof value === 'string' && value.startsWith(test.text);
    case 'substring':
      return (value) => typeof value === 'string' && value.includes(test.text);
    case 'range':
      return (value) => {
        const number = numberOf(value);
        return number !== undefined && isWithin(number, test.bounds);
      };
    case 'datetimeRange':
      return (value) => {
        const moment = typeof value === 'string' ? parseDatetime(value) : undefined;
        return moment !== undefined && isWithin(moment, test.bounds);
      };
    case 'geo':
      return (value) => {
        const position = positionOf(value);
        return position !== undefined && containsPosition(test.area, position);
      };
  }
}

function* compileWords(test: TextTest): Steps<ValuePredicate> {
  if (test.kind === 'phrase') {
    const passes = yield* compileTextMatch(test, defaultTokenizer);
    return (value) => typeof value === 'string' && passes(tokensOf(value));
  }
  const words = new Set(yield* collectTokens(defaultTokenizer.queryTokens(test.text)));
  const passes = matchWords(words, test.kind);
  const passesAscii = matchAsciiWords([...words], { isAny: test.kind === 'textAny' });
  return (value) => typeof value === 'string' && (passesAscii(value) ?? passes(tokensOf(value)));
}

function tokensOf(text: string): string[] {
  return atOnce(collectTokens(defaultTokenizer.tokens(text)));
}

/** Compares with a single value directly; looks up several values in the set. */
function compileAny(values: ReadonlySet<unknown>): ValuePredicate {
  if (values.size !== 1) return (value) => values.has(value);
  const [wanted] = values;
  return (value) => value === wanted;
}
