import fc from 'fast-check';

import type { Operation } from './naive-database.ts';

// Few names, ids and values, so that operations meet: most of them act on what is there, some are refused.
const name = fc.oneof(
  { weight: 4, arbitrary: fc.constant('a') },
  { weight: 4, arbitrary: fc.constant('b') },
  { weight: 1, arbitrary: fc.constantFrom('c', 'd', '__proto__') },
);
const id = fc.constantFrom(0, 1, 2, 3, 2n ** 64n - 1n, 2n ** 53n, '0f8fad5b-d9cb-469f-a165-70867728950e');

const unnamed = { vectors: { size: 2, distance: 'Dot' } };
const named = { vectors: { x: { size: 2, distance: 'Dot' }, y: { size: 1, distance: 'Manhattan' } } };
const config = fc.constantFrom(unnamed, named);
const element = fc.integer({ min: -9, max: 9 });
const values = (size: number): fc.Arbitrary<number[]> => fc.array(element, { minLength: size, maxLength: size });

/** Two collections to begin with. */
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
const pointsWith = (vector: fc.Arbitrary<unknown>): fc.Arbitrary<unknown[]> =>
  fc.array(fc.record({ id, vector, payload }), { maxLength: 5 });
const points = fc.oneof(
  { weight: 4, arbitrary: pointsWith(values(2)) },
  { weight: 4, arbitrary: pointsWith(fc.record({ x: values(2), y: values(1) }, { requiredKeys: [] })) },
  { weight: 1, arbitrary: pointsWith(values(3)) },
);
const aliasAction = fc.oneof(
  fc.record({ create_alias: fc.record({ alias_name: name, collection_name: name }) }),
  fc.record({ delete_alias: fc.record({ alias_name: name }) }),
  fc.record({ rename_alias: fc.record({ old_alias_name: name, new_alias_name: name }) }),
);

const call = (method: string, ...args: fc.Arbitrary<unknown>[]): fc.Arbitrary<Operation> =>
  fc.tuple(...args).map((given) => ({ method, args: given }));

/** One write of any kind, refused ones among them. */
export const operation: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 1, arbitrary: call('createCollection', name, config) },
  { weight: 1, arbitrary: call('recreateCollection', name, config) },
  { weight: 1, arbitrary: call('deleteCollection', name) },
  {
    weight: 2,
    arbitrary: call('updateCollectionAliases', fc.record({ actions: fc.array(aliasAction, { maxLength: 2 }) })),
  },
  {
    weight: 10,
    arbitrary: call('upsert', name, fc.record({ points })),
  },
  { weight: 3, arbitrary: call('delete', name, selection) },
  {
    weight: 3,
    arbitrary: call(
      'setPayload',
      name,
      fc
        .tuple(selection, payload, fc.constantFrom(undefined, 'deep', 'deep.er', 'text'))
        .map(([selected, merged, key]) => ({ ...selected, payload: merged, ...(key === undefined ? {} : { key }) })),
    ),
  },
);
