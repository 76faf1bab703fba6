import fc from 'fast-check';
import { expect, it } from 'vitest';

import { sentenceStarts } from './sentence-starts.ts';

const whole = (text: string): number[] =>
  Array.from(new Intl.Segmenter('und', { granularity: 'sentence' }).segment(text), ({ index }) => index);

it('sentenceStarts yields the sentences of the whole text, wherever its windows end', () => {
  const part = fc.constantFrom('Bees fly. ', 'e.g. ', 'U.S.', ' ', '\n', '\r\n', '\r', '."', ') ', '3.14', '?! ', '…', '。', 'a', 'B', '\u200d', '\u0301', '\u2029', ','); // prettier-ignore
  const texts = fc.array(part, { minLength: 40, maxLength: 60 }).map((parts) => parts.join(''));
  const filled = fc.tuple(texts, fc.nat(400)).map(([text, shift]) => `${'x'.repeat(shift)}${text.repeat(80)}`);
  fc.assert(
    fc.property(filled, (text) => {
      expect([...sentenceStarts(text)]).toEqual(whole(text));
    }),
    { numRuns: 60 },
  );
});

it('sentenceStarts yields nothing for the empty text, and one start for one long sentence', () => {
  expect([...sentenceStarts('')]).toEqual([]);
  expect([...sentenceStarts('word '.repeat(10_000))]).toEqual([0]);
});
