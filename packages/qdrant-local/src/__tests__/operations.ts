import fc from 'fast-check';

import type { Operation } from './naive-database.ts';

// Few names, ids and values, so that operations interact: most of them affect existing data, and some are rejected.
const name = fc.oneof(
  { weight: 4, arbitrary: fc.constant('a') },
  { weight: 4, arbitrary: fc.constant('b') },
  { weight: 1, arbitrary: fc.constantFrom('c', 'd', '__proto__') },
);
const id = fc.constantFrom(0, 1, 2, 3, 2n ** 64n - 1n, 2n ** 53n, '0f8fad5b-d9cb-469f-a165-70867728950e');

const unnamed = { vectors: { size: 2, distance: 'Dot' } };
const named = {
  vectors: {
    x: { size: 2, distance: 'Dot' },
    y: { size: 1, distance: 'Manhattan', multivector_config: { comparator: 'max_sim' } },
    w: { size: 1, distance: 'Dot', multivector_config: { comparator: 'max_sim' }, on_disk: true },
  },
  sparse_vectors: { s: { modifier: 'idf' } },
};
const config = fc.constantFrom(unnamed, named);
const element = fc.integer({ min: -9, max: 9 });
const values = (size: number): fc.Arbitrary<number[]> => fc.array(element, { minLength: size, maxLength: size });

/** Creates the two initial collections. */
export const firstOperations: readonly Operation[] = [
  { method: 'createCollection', args: ['a', unnamed] },
  { method: 'createCollection', args: ['b', named] },
];

const group = fc.constantFrom('red', 'blue', 7, true);
const payload = fc.record(
  { group, text: fc.string({ maxLength: 20 }), list: fc.array(element), deep: fc.record({ n: element }) },
  { requiredKeys: [] },
);
const selection = fc.oneof(
  fc.record({ points: fc.uniqueArray(id, { maxLength: 2 }) }),
  group.map((value) => ({ filter: { must: { key: 'group', match: { value } } } })),
);
const sparse = fc.constantFrom({ indices: [], values: [] }, { indices: [1, 7], values: [2, -3] });
const rows = fc.array(values(1), { minLength: 1, maxLength: 3 });
// When packed, these rows have overflow pages in a data file.
const manyRows = fc.constantFrom(1, 2).map((value) => Array.from({ length: 2500 }, () => [value]));
const packedRows = fc.oneof({ weight: 5, arbitrary: rows }, { weight: 1, arbitrary: manyRows });
const vectors = fc.record({ x: values(2), y: rows, w: packedRows, s: sparse }, { requiredKeys: [] });
/** Lists of points that may be empty and may lack vectors, unless there is a `minimum` of both. */
const pointsOf = (point: Record<string, fc.Arbitrary<unknown>>, minimum = 0): fc.Arbitrary<unknown[]> => {
  const list = (vector: fc.Arbitrary<object>) =>
    fc.array(fc.record({ ...point, vector: vector.filter((value) => Object.keys(value).length >= minimum) }), {
      minLength: minimum,
      maxLength: 5,
    });
  return fc.oneof(
    { weight: 4, arbitrary: list(values(2)) },
    { weight: 4, arbitrary: list(vectors) },
    { weight: 1, arbitrary: list(values(3)) },
  );
};
const aliasAction = fc.oneof(
  fc.record({ create_alias: fc.record({ alias_name: name, collection_name: name }) }),
  fc.record({ delete_alias: fc.record({ alias_name: name }) }),
  fc.record({ rename_alias: fc.record({ old_alias_name: name, new_alias_name: name }) }),
);

/** The operations that a batch can contain, by their names there: a weight and the body. */
const writes: Record<string, [weight: number, body: fc.Arbitrary<object>]> = {
  upsert: [10, fc.record({ points: pointsOf({ id, payload }) })],
  delete: [2, selection],
  update_vectors: [2, fc.record({ points: pointsOf({ id }, 1) })],
  delete_vectors: [1, withSelection({ vector: fc.subarray(['', 'x', 's', 'w'], { minLength: 1, maxLength: 1 }) })],
  set_payload: [3, withSelection({ payload }, { key: fc.constantFrom('deep', 'deep.er', 'text') })],
  overwrite_payload: [2, withSelection({ payload })],
  delete_payload: [2, withSelection({ keys: fc.subarray(['group', 'deep', 'list'], { minLength: 1 }) })],
  clear_payload: [1, selection],
};

function withSelection(
  required: Record<string, fc.Arbitrary<unknown>>,
  optional: Record<string, fc.Arbitrary<unknown>> = {},
): fc.Arbitrary<object> {
  const fields = fc.record({ ...required, ...optional }, { requiredKeys: Object.keys(required) });
  return fc.tuple(selection, fields).map(([selected, rest]) => ({ ...selected, ...rest }));
}

const step = fc.oneof(
  ...Object.entries(writes).map(([key, [weight, body]]) => ({ weight, arbitrary: fc.record({ [key]: body }) })),
);
const field = fc.constantFrom('group', 'deep.n', 'list[]');
const fieldSchema = fc.constantFrom('keyword', 'integer', 'bool', 'float');
const vectorName = fc.constantFrom('x', 'z');
const dense = fc.constantFrom(1, 2).map((size) => ({ dense: { size, distance: 'Dot' } }));

const call = (weight: number, method: string, ...args: fc.Arbitrary<unknown>[]) => ({
  weight,
  arbitrary: fc.tuple(...args).map((given): Operation => ({ method, args: given })),
});

/** One write of any kind, including rejected ones. */
export const operation: fc.Arbitrary<Operation> = fc.oneof(
  call(1, 'createCollection', name, config),
  call(1, 'recreateCollection', name, config),
  call(1, 'deleteCollection', name),
  call(2, 'updateCollectionAliases', fc.record({ actions: fc.array(aliasAction, { maxLength: 2 }) })),
  call(1, 'createPayloadIndex', name, fc.record({ field_name: field, field_schema: fieldSchema })),
  call(1, 'deletePayloadIndex', name, field),
  call(1, 'createVectorName', name, vectorName, dense),
  call(1, 'deleteVectorName', name, fc.oneof(vectorName, fc.constant('w'))),
  call(3, 'batchUpdate', name, fc.record({ operations: fc.array(step, { maxLength: 4 }) })),
  ...Object.entries(writes).map(([key, [weight, body]]) => call(weight, camelCase(key), name, body)),
);

function camelCase(key: string): string {
  return key.replaceAll(/_[a-z]/g, (letter) => letter[1]!.toUpperCase());
}
