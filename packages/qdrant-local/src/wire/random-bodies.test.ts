import { exactPair, formerOperations, operations as currentOperations } from '@x/qdrant-types';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { atOnce } from '../turns/steps.ts';
import { parseExactJson, stringifyExactJson } from './exact-json.ts';
import { mapScalars } from './map-scalars.ts';
import { wireOperations } from './operations.ts';
import { keepingVisitor, walkBody } from './walk-body.ts';

const operations = [...currentOperations, ...formerOperations];
const withBody = operations.flatMap(({ name, body }) => (body === undefined ? [] : [{ name, body }]));
const withAnswer = operations.flatMap(({ name, answer }) => (answer === undefined ? [] : [{ name, answer }]));

/** Returns the bigints in a body or a response, in order. */
function bigintsIn(node: unknown): bigint[] {
  if (typeof node === 'bigint') return [node];
  return typeof node === 'object' && node !== null ? Object.values(node).flatMap(bigintsIn) : [];
}

describe('any body with numbers above 2^53', () => {
  test.each(withBody)('the body of $name is parsed into bigints for ids, into numbers elsewhere', ({ name, body }) => {
    fc.assert(
      fc.property(exactPair(body), ({ digits, expected }) => {
        expect(atOnce(parseExactJson(stringifyExactJson(digits), wireOperations[name]?.body))).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  const described = withBody.flatMap((operation) => {
    const kind = wireOperations[operation.name]?.body;
    return kind === undefined ? [] : [{ ...operation, kind }];
  });
  test.each(described)('walkBody visits the ids of the body of $name, and no other large number', ({ body, kind }) => {
    fc.assert(
      fc.property(exactPair(body), ({ expected }) => {
        const ids: unknown[] = [];
        const id = (value: unknown) => {
          ids.push(value);
          return value;
        };
        expect(walkBody(expected as Record<string, unknown>, kind, { ...keepingVisitor, id })).toEqual(expected);
        expect(ids.filter((value) => value !== null && typeof value !== 'string')).toEqual(bigintsIn(expected));
      }),
      { numRuns: 300 },
    );
  });
});

describe('any response with numbers above 2^53', () => {
  test.each(withAnswer)('the response to $name contains ids only where its description says', ({ name, answer }) => {
    fc.assert(
      fc.property(exactPair(answer), ({ digits, expected }) => {
        const rounded = mapScalars(digits, wireOperations[name]?.answer, (scalar, isId) =>
          typeof scalar === 'bigint' && !isId ? Number(scalar) : scalar,
        );
        expect(rounded).toEqual(expected);
      }),
    );
  });
});
