import { apiMethods, formerOperations, operations as currentOperations } from '@x/qdrant-types';
import { describe, expect, test } from 'vitest';

import { routes } from '../rest/route-table.ts';
import { compareWithTypes, type Description } from './__tests__/compare-with-types.ts';
import { type FieldKinds, objectKinds } from './grammar.ts';
import { wireOperations } from './operations.ts';

// Former operations are compared with the types of the last client version that had them.
const operations = [...currentOperations, ...formerOperations];

/** Fields of Qdrant 1.20 that the official client's types do not have yet. */
const newerFields: Readonly<Partial<Record<keyof typeof objectKinds, readonly string[]>>> = {
  formula: ['max', 'min', 'acosh'],
};

const knownObjects = Object.fromEntries(
  Object.entries(objectKinds).map(([kind, fields]) => {
    const newer = newerFields[kind as keyof typeof objectKinds] ?? [];
    return [kind, Object.fromEntries(Object.entries(fields).filter(([name]) => !newer.includes(name)))];
  }),
) as unknown as Record<keyof typeof objectKinds, FieldKinds>;
const description: Description = { operations: wireOperations, objects: knownObjects };

/** Returns the description with the fields of one object changed. */
function changed(kind: keyof typeof objectKinds, change: (fields: FieldKinds) => FieldKinds): Description {
  return { ...description, objects: { ...knownObjects, [kind]: change(knownObjects[kind]) } };
}

function without<Value>(record: Readonly<Record<string, Value>>, key: string): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => name !== key));
}

describe('the description of the wire', () => {
  test("names every field that has ids or vectors in the official client's types, and no other field", () => {
    expect(compareWithTypes(operations, description)).toEqual([]);
  });

  test('is incomplete when any one of its fields is removed', () => {
    for (const [kind, fields] of Object.entries(knownObjects) as [keyof typeof objectKinds, FieldKinds][]) {
      for (const key of Object.keys(fields)) {
        const faults = compareWithTypes(
          operations,
          changed(kind, (all) => without(all, key)),
        );
        expect(faults, `${kind}.${key}`).toContainEqual(expect.stringContaining(`.${key} is not described, in the`));
      }
    }
  });

  test('has fields of a newer server that no type has yet', () => {
    const faults = compareWithTypes(operations, { ...description, objects: objectKinds });
    const newer = Object.entries(newerFields).flatMap(([kind, names]) => names.map((name) => `${kind}.${name}`));
    expect(faults.toSorted()).toEqual(newer.map((field) => `${field} is in no type`).toSorted());
  });

  test('is incomplete when any one of its operations is removed', () => {
    for (const name of Object.keys(wireOperations)) {
      const others = without(wireOperations, name);
      expect(compareWithTypes(operations, { ...description, operations: others })).toContainEqual(
        expect.stringMatching(new RegExp(`^the (body|answer) of ${name} has ids or vectors, and no kind$`)),
      );
    }
  });

  test.each<[string, Description, string]>([
    [
      'a field of another kind',
      changed('point', (fields) => ({ ...fields, id: 'vector' })),
      'PointStruct holds ExtendedPointId where vector is described, in the body of upsertPoints',
    ],
    [
      'a field that no type has',
      changed('filter', (fields) => ({ ...fields, has_ids: 'idList' })),
      'filter.has_ids is in no type',
    ],
    [
      'an operation that does not exist',
      { ...description, operations: { ...wireOperations, upsert: { body: 'upsertBody' } } },
      'upsert is not an operation',
    ],
    [
      'an operation that has no ids',
      { ...description, operations: { ...wireOperations, createCollection: { body: 'filterBody' } } },
      'the body of createCollection is described as filterBody, but has no ids or vectors',
    ],
  ])('has a fault when it contains %s', (_what, wrong, fault) => {
    expect(compareWithTypes(operations, wrong)).toContain(fault);
  });
});

describe('the names of operations', () => {
  test("are the names of the official client's methods", () => {
    const names = currentOperations.map(({ name }) => name);
    expect(apiMethods.filter((name) => !names.includes(name))).toEqual([]);
    expect(apiMethods.length).toBeGreaterThan(60);
  });

  test('match the methods and paths of their routes', () => {
    const official = new Map(operations.map(({ method, path, name }) => [`${method} ${path}`, name]));
    for (const { method, path, operation, hasBody } of routes) {
      if (operation !== undefined) expect(operation, `${method} ${path}`).toBe(official.get(`${method} ${path}`));
      else expect(hasBody, `${method} ${path} has a body and no name`).toBe(false);
    }
  });
});
