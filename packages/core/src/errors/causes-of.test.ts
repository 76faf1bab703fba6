import { expect, it } from 'vitest';

import { causesOf } from './causes-of.ts';

it('yields an error and its causes in order, whatever kind they are', () => {
  const middle = { cause: 'a text' };
  const error = new Error('outer', { cause: middle });
  expect([...causesOf(error)]).toEqual([error, middle, 'a text']);
  expect([...causesOf(undefined)]).toEqual([]);
  expect([...causesOf(null)]).toEqual([null]);
});

it('ends when a chain of causes is a circle', () => {
  const error = new Error('own cause');
  error.cause = error;
  expect([...causesOf(error)]).toEqual(Array.from({ length: 8 }, () => error));
});
