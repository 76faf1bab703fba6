import { expect, test } from 'vitest';
import { isPromised, promisedOutput } from './compare-output.mjs';

test('promisedOutput returns the comments of a program line by line', () => {
  const code = 'console.log(1); // => 1\nfor (const x of [2, 3]) console.log(x);\n// => 2\n// => 3\n// a remark\n';
  expect(promisedOutput(code)).toBe('1\n2\n3');
});

test.each([
  ['the same text', 'bundled 384', 'bundled 384\n'],
  ['a number with more digits than are shown', 'score 0.46', 'score 0.4638'],
  ['a negative number that rounds to the shown number', '[ -0.20 ]', '[ -0.19931 ]'],
  ['a list that is printed over several lines', '[ 1, 2, 3 ]', '[\n  1,\n  2,\n  3\n]'],
  ['a list that is written without spaces', 'Int32Array(2) [1, 2]', 'Int32Array(2) [ 1, 2 ]'],
  ['any text in place of three dots', 'bundled .../model.onnx', 'bundled /srv/app/model.onnx'],
  ['literal brackets and dots', 'f(a.b) [c]?', 'f(a.b) [c]?'],
])('isPromised accepts %s', (_, promised, printed) => {
  expect(isPromised(promised, printed)).toBe(true);
});

test.each([
  ['another whole number', '8 4', '8 3'],
  ['a whole number with decimals', '2', '2.3'],
  ['a number that rounds to another', '0.78', '0.7712'],
  ['text after the promised output', 'done', 'done twice'],
  ['text before the promised output', 'done', 'not done'],
  ['a missing line', '1\n2', '1'],
  ['another character in place of a dot', 'a.b', 'a-b'],
  ['words without the space between them', 'a b', 'ab'],
])('isPromised rejects %s', (_, promised, printed) => {
  expect(isPromised(promised, printed)).toBe(false);
});
