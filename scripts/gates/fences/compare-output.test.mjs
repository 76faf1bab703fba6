import { expect, test } from 'vitest';
import { isPromised, promisedOutput } from './compare-output.mjs';

test('the comments of a program are its promised output, line by line', () => {
  const code = 'console.log(1); // => 1\nfor (const x of [2, 3]) console.log(x);\n// => 2\n// => 3\n// a remark\n';
  expect(promisedOutput(code)).toBe('1\n2\n3');
});

test.each([
  ['the same text', 'bundled 384', 'bundled 384\n'],
  ['a number with more digits than are shown', 'score 0.46', 'score 0.4638'],
  ['a negative number that rounds to what is shown', '[ -0.20 ]', '[ -0.19931 ]'],
  ['a list that is printed over several lines', '[ 1, 2, 3 ]', '[\n  1,\n  2,\n  3\n]'],
  ['a list that is written without spaces', 'Int32Array(2) [1, 2]', 'Int32Array(2) [ 1, 2 ]'],
  ['anything in the place of three dots', 'bundled .../model.onnx', 'bundled /srv/app/model.onnx'],
  ['brackets and dots as they are', 'f(a.b) [c]?', 'f(a.b) [c]?'],
])('%s is accepted', (_, promised, printed) => {
  expect(isPromised(promised, printed)).toBe(true);
});

test.each([
  ['another whole number', '8 4', '8 3'],
  ['a whole number with decimals', '2', '2.3'],
  ['a number that rounds to another', '0.78', '0.7712'],
  ['text behind what is promised', 'done', 'done twice'],
  ['text before what is promised', 'done', 'not done'],
  ['a missing line', '1\n2', '1'],
  ['another character in the place of a dot', 'a.b', 'a-b'],
  ['words that grew together', 'a b', 'ab'],
])('%s is refused', (_, promised, printed) => {
  expect(isPromised(promised, printed)).toBe(false);
});
