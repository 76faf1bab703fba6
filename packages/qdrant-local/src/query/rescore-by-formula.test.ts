import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { QdrantLocal } from '../api/qdrant-local.ts';
import type { Expression } from '../requests/types/query-types.ts';

const payload = {
  n: 9,
  zero: 0,
  tiny: -0.5,
  one: [7],
  many: [1, 2],
  nothing: null,
  text: 'word',
  city: { loc: { lat: 52.52, lon: 13.405 } },
  when: '2024-01-01T00:00:10Z',
};

async function evaluate(formula: Expression, defaults?: Record<string, unknown>): Promise<number> {
  await using database = new QdrantLocal();
  await database.createCollection('c', { vectors: { size: 1, distance: 'Dot' } });
  await database.upsert('c', { points: [{ id: 1, vector: [3], payload }] });
  const prefetch = [{ query: [1] }, { query: [2] }, { query: [1], filter: { must: [{ has_id: [99] }] } }];
  const { points } = await database.query('c', { prefetch, query: { formula, ...(defaults && { defaults }) } });
  return points[0]!.score;
}

// Larger than any float64.
const huge = { mult: Array<number>(9).fill(3e38) };

// All distances, logarithms and roots below were computed with a pocket calculator.
test.each<[string, Expression, number, Record<string, unknown>?]>([
  ['a constant, which is a float32', 0.1, 0.1],
  ['the score of the first prefetch', '$score', 3],
  ['the score of a prefetch by its number', '$score[1]', 6],
  ['0 for a prefetch that did not find the point', '$score[2]', 0],
  ['0 for a prefetch that does not exist', '$score[7]', 0],
  ['the default of a score', '$score[2]', 0.25, { '$score[2]': 0.25 }],
  ['0 for a score whose default is not a number', '$score[2]', 0, { '$score[2]': 'none' }],
  ['a number of the payload', 'n', 9],
  ['a list of one number', 'one', 7],
  ['an element of a list', 'many[1]', 2],
  ['the default of a path in another spelling', 'city.missing', 4, { '"city"."missing"': 4 }],
  ['1 for a condition that holds', { key: 'n', match: { value: 9 } }, 1],
  ['0 for a condition that does not hold', { must: [{ key: 'n', range: { lt: 9 } }] }, 0],
  ['a condition on the id', { has_id: [1] }, 1],
  ['a sum', { sum: ['n', 1, { neg: 2 }] }, 8],
  ['an empty sum', { sum: [] }, 0],
  ['a product', { mult: ['n', 2, { abs: 'tiny' }] }, 9],
  ['an empty product', { mult: [] }, 1],
  ['a product that stops at 0 before a missing value', { mult: ['zero', 'missing'] }, 0],
  ['the largest of several values', { max: ['tiny', 'n', { has_id: [1] }] }, 9],
  ['the smallest of several values', { min: ['tiny', 'n', 0] }, -0.5],
  ['the largest of one value', { max: [{ neg: 4 }] }, -4],
  ['the largest value, ignoring NaN', { max: [{ sum: [huge, { neg: huge }] }, 2] }, 2],
  ['an inverse hyperbolic cosine', { acosh: 'n' }, 2.887271],
  ['an inverse hyperbolic cosine of 1', { acosh: 1 }, 0],
  ['a quotient', { div: { left: 'n', right: 2 } }, 4.5],
  ['a quotient of 0 without evaluating the divisor', { div: { left: 'zero', right: 'missing' } }, 0],
  ['the default of a division by 0', { div: { left: 'n', right: 'zero', by_zero_default: 5 } }, 5],
  ['a power', { pow: { base: 'n', exponent: 0.5 } }, 3],
  ['a root', { sqrt: 'n' }, 3],
  ['e to a power', { exp: 1 }, 2.7182817],
  ['a natural logarithm', { ln: 'n' }, 2.1972246],
  ['a decimal logarithm', { log10: 1000 }, 3],
  ['the seconds of a moment', { datetime: '1970-01-01T00:01:00Z' }, 60],
  [
    'the seconds of a moment in the payload',
    { sum: [{ datetime_key: 'when' }, { neg: { datetime: '2024-01-01' } }] },
    10,
  ],
  ['the meters to a place', { geo_distance: { origin: { lat: 48.8566, lon: 2.3522 }, to: 'city.loc' } }, 877464.6],
  ['a default for null', 'nothing', 7, { nothing: 7 }],
  ['linear decay at its target', { lin_decay: { x: 'n', target: 9 } }, 1],
  ['linear decay at its scale', { lin_decay: { x: 'n', target: 4, scale: 5, midpoint: 0.25 } }, 0.25],
  ['linear decay far away', { lin_decay: { x: 'n', scale: 2 } }, 0],
  ['exponential decay at its scale', { exp_decay: { x: 'n', target: 14, scale: 5, midpoint: 0.25 } }, 0.25],
  ['exponential decay at twice its scale', { exp_decay: { x: 'n', target: 19, scale: 5 } }, 0.25],
  ['gaussian decay at its scale', { gauss_decay: { x: 'n', target: 14, scale: 5, midpoint: 0.25 } }, 0.25],
  ['gaussian decay at twice its scale', { gauss_decay: { x: 'n', target: 19, scale: 5 } }, 0.0625],
])('a formula returns %s', async (_, formula, expected, defaults) => {
  const score = await evaluate(formula, defaults);
  expect(Math.abs(score - expected)).toBeLessThanOrEqual(1e-6 * Math.abs(expected));
});

const refused = (status: number, message: string | RegExp) =>
  expect.objectContaining({
    code: 'VECTOR_STORE',
    status,
    message: typeof message === 'string' ? message : expect.stringMatching(message),
  });
const expectedValue = (type: string, field: string, reason: string): string =>
  `Wrong input: Expected ${type} value for ${field} in the payload and/or in the formula defaults. Error: ${reason}`;

describe('a formula is refused for', () => {
  test.each<[string, Expression, string | RegExp]>([
    ['a missing value', 'missing', expectedValue('number', 'missing', 'No value found in a payload nor defaults')],
    ['several values', 'many', expectedValue('number', 'many', 'Value is not a number')],
    ['null', 'nothing', expectedValue('number', 'nothing', 'No value found in a payload nor defaults')],
    ['text', 'text', expectedValue('number', 'text', 'Value is not a number')],
    [
      'a value that is not a place',
      { geo_distance: { origin: { lat: 0, lon: 0 }, to: 'n' } },
      /Expected geo point value for n /,
    ],
    ['a value that is not a moment', { datetime_key: 'text' }, /Expected datetime value for text /],
    [
      '1 / 0',
      { div: { left: 1, right: 'zero' } },
      'Wrong input: The expression 1/0 = inf produced a non-finite number',
    ],
    ['√−0.5', { sqrt: 'tiny' }, 'Wrong input: The expression √-0.5 = NaN produced a non-finite number'],
    ['ln 0', { ln: 'zero' }, 'Wrong input: The expression ln(0) = -inf produced a non-finite number'],
    [
      'log10 of a negative number',
      { log10: 'tiny' },
      'Wrong input: The expression log10(-0.5) = NaN produced a non-finite number',
    ],
    ['acosh below 1', { acosh: 'zero' }, 'Wrong input: The expression acosh(0) = NaN produced a non-finite number'],
    ['max without operands', { max: [] }, 'Wrong input: Validation failed: `max` needs at least one operand'],
    ['min without operands', { min: [] }, 'Wrong input: Validation failed: `min` needs at least one operand'],
    ['max of a missing value', { max: [1, 'missing'] }, /No value found in a payload nor defaults/],
    ['e^1000', { exp: 1000 }, 'Wrong input: The expression exp(1000) = inf produced a non-finite number'],
    [
      '9^1000',
      { pow: { base: 'n', exponent: 1000 } },
      'Wrong input: The expression 9^1000 = inf produced a non-finite number',
    ],
    ['a number beyond float32', { mult: [1e30, 1e30] }, /as f32 = inf produced a non-finite number/],
    ['another reserved word', '$rank', /failed to parse variable ID \$rank: Invalid reserved word: \$rank/],
    ['a key of the score', '$score.a', /Invalid reserved variable/],
    ['two indices of the score', '$score[1][2]', /Invalid reserved variable/],
    ['an empty path', '', /Invalid payload variable/],
    ['an invalid path', 'a..b', /Invalid payload variable/],
    ['a moment that cannot be parsed', { datetime: 'soon' }, /Validation failed: failed to parse date-time soon/],
    ['a moment that is not a string', { datetime: Object.create(null) as never }, /datetime must be a string/],
    [
      'a linear midpoint above 1',
      { lin_decay: { x: 1, midpoint: 1.5 } },
      /should be in the range \[0\.0, 1\.0\], got 1\.5/,
    ],
    [
      'a gaussian midpoint of 1',
      { gauss_decay: { x: 1, midpoint: 1 } },
      /should be in the range \(0\.0, 1\.0\), got 1/,
    ],
    ['an exponential midpoint of 0', { exp_decay: { x: 1, midpoint: 0 } }, /in the range \(0\.0, 1\.0\)/],
    [
      'a scale of 0',
      { exp_decay: { x: 1, scale: 0 } },
      'Wrong input: Validation failed: Decay scale should be non-zero positive, got 0.',
    ],
    ['an unknown function', { cube: 3 } as never, /has cube, but must have one of/],
    ['two functions', { neg: 1, abs: 1 } as never, /has neg, abs, but must have one of/],
    ['null in place of an expression', null as never, /must be a number, a string or an object/],
    ['an unknown parameter', { div: { left: 1, right: 1, default: 2 } } as never, /unknown field `default`/],
    ['a number in place of a list of terms', { sum: 3 } as never, /sum must be a list/],
  ])('%s', async (_, formula, message) => {
    await expect(evaluate(formula)).rejects.toEqual(refused(400, message));
  });
});

const leaf = fc.constantFrom<Expression>(1, -2, 0.5, 'n', 'tiny', 'zero', '$score', '$score[1]', {
  key: 'n',
  match: { value: 9 },
});
const tree = fc.letrec<{ node: Expression }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.record({ sum: fc.array(tie('node'), { maxLength: 3 }) }),
    fc.record({ mult: fc.array(tie('node'), { maxLength: 3 }) }),
    fc.record({ max: fc.array(tie('node'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ min: fc.array(tie('node'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ neg: tie('node') }),
    fc.record({ abs: tie('node') }),
    fc.record({ div: fc.record({ left: tie('node'), right: tie('node'), by_zero_default: fc.constant(3) }) }),
    fc.record({ lin_decay: fc.record({ x: tie('node'), target: tie('node') }) }),
  ),
})).node;

/** Evaluates an expression with JavaScript's own arithmetic on the known values. */
function naive(expression: Expression): number {
  if (typeof expression === 'number') return expression;
  if (typeof expression === 'string') return { n: 9, tiny: -0.5, zero: 0, $score: 3, '$score[1]': 6 }[expression]!;
  if ('sum' in expression) return expression.sum.map(naive).reduce((a, b) => a + b, 0);
  if ('mult' in expression) return expression.mult.map(naive).reduce((a, b) => a * b, 1);
  if ('max' in expression) return Math.max(...expression.max.map(naive));
  if ('min' in expression) return Math.min(...expression.min.map(naive));
  if ('neg' in expression) return -naive(expression.neg);
  if ('abs' in expression) return Math.abs(naive(expression.abs));
  if ('div' in expression) {
    const left = naive(expression.div.left);
    const right = naive(expression.div.right);
    if (left === 0) return 0;
    return right === 0 ? 3 : left / right;
  }
  if ('lin_decay' in expression) {
    const { x, target } = expression.lin_decay;
    return Math.max(0, 1 - 0.5 * Math.abs(naive(x) - naive(target!)));
  }
  return 1;
}

test('any expression has the value that plain arithmetic gives', async () => {
  await fc.assert(
    fc.asyncProperty(tree, async (expression) => {
      const expected = Math.fround(naive(expression));
      fc.pre(Number.isFinite(expected));
      expect(Math.fround(await evaluate(expression))).toBe(expected + 0);
    }),
    { numRuns: 300 },
  );
});

test('each point is scored once, best first, ties sorted by id, with threshold, limit and offset', async () => {
  await using database = new QdrantLocal();
  await database.createCollection('c', { vectors: { size: 1, distance: 'Dot' } });
  await database.upsert('c', { points: [1, 2, 3, 4, 5].map((id) => ({ id, vector: [id], payload: { n: id % 3 } })) });
  const prefetch = [{ query: [1] }, { query: [-1], limit: 2 }];
  const scored = async (options: object): Promise<unknown> =>
    (await database.query('c', { prefetch, query: { formula: 'n' }, ...options })).points.map(
      ({ id, score, version }) => [id, score, version],
    );
  expect(await scored({})).toEqual([
    [2, 2, 0],
    [5, 2, 0],
    [1, 1, 0],
    [4, 1, 0],
    [3, 0, 0],
  ]);
  expect(await scored({ score_threshold: 1, limit: 2, offset: 1 })).toEqual([
    [5, 2, 0],
    [1, 1, 0],
  ]);
});

test('refuses a formula of more than 10,000 expressions or defaults, and accepts 10,000 expressions', async () => {
  const sum = (count: number): Expression => ({ sum: Array.from({ length: count - 1 }, () => 1) });
  await expect(evaluate(sum(10_001))).rejects.toMatchObject({
    status: 400,
    message: expect.stringContaining('at most 10000 expressions'),
  });
  expect(await evaluate(sum(10_000))).toBe(9999);
  const defaults = Object.fromEntries(Array.from({ length: 10_001 }, (_, index) => [`d${index}`, index]));
  await expect(evaluate('n', defaults)).rejects.toMatchObject({
    status: 400,
    message: expect.stringContaining('at most 10000 defaults'),
  });
});
