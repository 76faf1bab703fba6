import fc from 'fast-check';

import type { Payload } from '../json/copy-json.ts';
import { WholeFloat } from '../json/whole-float.ts';
import type { Condition, Filter } from '../requests/types/filter-types.ts';
import type { PayloadIndexSchema, PayloadIndexSchemas } from '../requests/types/index-settings.ts';

/** Writes a payload to some points or, without a payload, deletes them. */
export interface Change {
  readonly ids: readonly number[];
  readonly payload: Payload | undefined;
}

/** Writes, indexes and filters about the same few keys, so that they interact. */
export interface FilterScenario {
  readonly changes: readonly Change[];
  readonly payloadIndexes: PayloadIndexSchemas;
  readonly filters: readonly Filter[];
}

const uuids = ['550e8400-e29b-41d4-a716-446655440000', '00000000-0000-0000-0000-00000001000c'];

// For each key: its usual values, the conditions that test them, and its indexes.
const strings = fc.constantFrom('a', 'b', 'ab', 'abc', '');
const integers = fc.integer({ min: -3, max: 3 });
const numbers = fc.oneof(integers, fc.constantFrom(0.5, -0, 1.5));
/** Numbers as they are stored when a request contains `1.0`. */
const wholeFloats = fc.constantFrom(-1, 1, 2, -0).map((value) => new WholeFloat(value));
const moments = fc.constantFrom('2024-01-01', '2024-01-01T00:00:00Z', '2024-06-01T12:00:00+02:00', '1969-12-31 23:59');
const anyUuid = fc.constantFrom(...uuids, uuids[0]!.toUpperCase(), uuids[1]!.replaceAll('-', ''), 'none');
const position = fc.record({
  lon: fc.constantFrom(-180, -179.9, 0, 0.02, 0.06, 13.4, 179.9, 180, 200),
  lat: fc.constantFrom(-90, -89.9, 0, 0.02, 0.06, 52.5, 89.9, 90),
});
const keptPosition = fc
  .tuple(position, fc.boolean())
  .map(([{ lon, lat }, isFloat]) => (isFloat && lon % 1 === 0 ? { lon: new WholeFloat(lon), lat } : { lon, lat }));
const onGlobe = position.filter(({ lon }) => lon <= 180);
const texts = fc
  .array(fc.constantFrom('red', 'Red', 'blue', 'car', '-', 'redcar'), { maxLength: 4 })
  .map((words) => words.join(' '));

const range = (bound: fc.Arbitrary<unknown>): fc.Arbitrary<object> =>
  fc
    .record({ gt: bound, gte: bound, lt: bound, lte: bound }, { requiredKeys: [] })
    .map((bounds) => ({ range: bounds }));
const match = (value: fc.Arbitrary<unknown>): fc.Arbitrary<object> =>
  fc.oneof(
    value.map((one) => ({ match: { value: one } })),
    fc.array(value, { maxLength: 3 }).map((any) => ({ match: { any } })),
    fc.array(value, { maxLength: 3 }).map((except) => ({ match: { except } })),
  );
const geo = fc.oneof(
  fc.record({ top_left: onGlobe, bottom_right: onGlobe }).map((box) => ({ geo_bounding_box: box })),
  fc
    .record({ center: onGlobe, radius: fc.constantFrom(0, 1, 5_000, 200_000, 9_000_000, 2e7, 3e7) })
    .map((circle) => ({ geo_radius: circle })),
);
const text = fc.oneof(
  ...['text', 'text_any', 'phrase', 'substring'].map((kind) => texts.map((words) => ({ match: { [kind]: words } }))),
);
const partOf = fc
  .tuple(fc.constantFrom('prefix', 'substring'), strings)
  .map(([kind, part]) => ({ match: { [kind]: part } }));

interface Field {
  readonly value: fc.Arbitrary<unknown>;
  readonly test: fc.Arbitrary<object>;
  readonly index: readonly PayloadIndexSchema[];
}
const fields: Record<string, Field> = {
  k: { value: strings, test: fc.oneof(match(strings), partOf), index: ['keyword', { type: 'keyword', prefix: true }] },
  n: { value: fc.oneof({ weight: 2, arbitrary: numbers }, { weight: 1, arbitrary: wholeFloats }), test: fc.oneof(match(integers), range(numbers)), index: ['integer', 'float'] },
  f: { value: fc.boolean(), test: fc.boolean().map((value) => ({ match: { value } })), index: ['bool'] },
  d: { value: moments, test: range(moments), index: ['datetime'] },
  u: { value: anyUuid, test: match(anyUuid), index: ['uuid', 'keyword'] },
  g: { value: keptPosition, test: geo, index: ['geo'] },
  t: { value: texts, test: text, index: [{ type: 'text', phrase_matching: true }] },
};

type Names = readonly [string, ...string[]];

/** Scenarios about one or two kinds of values. */
export const filterScenario: fc.Arbitrary<FilterScenario> = fc
  .shuffledSubarray(Object.keys(fields), { minLength: 1, maxLength: 2 })
  .chain((names) =>
    fc.record({
      changes: fc.array(changeOf(names as unknown as Names), { minLength: 1, maxLength: 10 }),
      payloadIndexes: schemasOf(names),
      filters: fc.array(filterOf(names), { minLength: 1, maxLength: 6 }),
    }),
  );

/** One point, or forty equal ones, so that matches can be rare or frequent. */
const ids = fc.oneof(
  { weight: 5, arbitrary: fc.nat(8).map((id) => [id]) },
  { weight: 1, arbitrary: fc.constant(Array.from({ length: 40 }, (_, index) => 100 + index)) },
);

function changeOf(names: Names): fc.Arbitrary<Change> {
  const anything = fc.oneof(...names.map((name) => fields[name]!.value), fc.constant(null), fc.constant({}), fc.constant('b'));
  const valueOf = (name: string): fc.Arbitrary<unknown> => {
    const one = fc.oneof({ weight: 5, arbitrary: fields[name]!.value }, { weight: 1, arbitrary: anything });
    return fc.oneof({ weight: 3, arbitrary: one }, { weight: 1, arbitrary: fc.array(one, { maxLength: 3 }) });
  };
  const keys = Object.fromEntries(names.map((name) => [name, valueOf(name)]));
  const flat = fc.oneof({ weight: 2, arbitrary: fc.record(keys) }, fc.record(keys, { requiredKeys: [] }));
  const payload = fc
    .record({ flat, l: fc.array(fc.oneof({ weight: 4, arbitrary: flat }, anything), { maxLength: 3 }) })
    .map(({ flat: top, l }): Payload => ({ ...top, l }));
  return fc.record({
    ids,
    payload: fc.oneof({ weight: 4, arbitrary: payload }, { weight: 1, arbitrary: fc.constant(undefined) }),
  });
}

/** The same keys at the top level and in the elements of a list, most of them indexed. */
function schemasOf(names: readonly string[]): fc.Arbitrary<PayloadIndexSchemas> {
  const keys = names.flatMap((name) => [name, `l[].${name}`].map((key) => [key, fc.constantFrom(...fields[name]!.index)] as const));
  const all = fc.record(Object.fromEntries(keys));
  return fc.oneof({ weight: 3, arbitrary: all }, fc.record(Object.fromEntries(keys), { requiredKeys: [] })) as fc.Arbitrary<PayloadIndexSchemas>;
}

function filterOf(names: readonly string[]): fc.Arbitrary<Filter> {
  const fieldAt = (places: readonly string[]): fc.Arbitrary<Condition> =>
    fc.tuple(fc.constantFrom(...places), fc.constantFrom(...names)).chain(([place, name]) => {
      const counted = range(fc.nat(3)).map((asked) => ({ values_count: (asked as { range: object }).range }));
      const asked = fc.oneof({ weight: 8, arbitrary: fields[name]!.test }, { weight: 1, arbitrary: counted });
      return asked.map((one) => ({ key: place + name, ...one }) as Condition);
    });
  const emptiness = fc
    .tuple(
      fc.constantFrom('is_empty', 'is_null'),
      fc.constantFrom(...names, `l[].${names[0]}`, 'l'),
      fc.constantFrom(undefined, true, false),
    )
    .map(([kind, key, expected]) => {
      return (expected === undefined ? { [kind]: { key } } : { key, [kind]: expected }) as unknown as Condition;
    });
  const hasId = fc.array(fc.nat(8), { maxLength: 4 }).map((list): Condition => ({ has_id: list }));
  return fc.letrec<{ filter: Filter; inner: Filter; condition: Condition; innerCondition: Condition }>((tie) => ({
    condition: fc.oneof(
      { maxDepth: 2 },
      { weight: 9, arbitrary: fieldAt(['', '', 'l[].']) },
      { weight: 2, arbitrary: emptiness },
      { weight: 1, arbitrary: hasId },
      { weight: 2, arbitrary: tie('filter') },
      { weight: 2, arbitrary: tie('inner').map((filter): Condition => ({ nested: { key: 'l', filter } })) },
    ),
    innerCondition: fc.oneof(
      { maxDepth: 2 },
      { weight: 6, arbitrary: fieldAt(['']) },
      { weight: 1, arbitrary: hasId },
      { weight: 1, arbitrary: tie('inner') },
    ),
    filter: tree(tie('condition') as fc.Arbitrary<Condition>),
    inner: tree(tie('innerCondition') as fc.Arbitrary<Condition>),
  })).filter;
}

function tree(condition: fc.Arbitrary<Condition>): fc.Arbitrary<Filter> {
  const conditions = fc.array(condition, { minLength: 1, maxLength: 3 });
  const minShould = fc.record({ conditions: fc.array(condition, { minLength: 1, maxLength: 3 }), min_count: fc.integer({ min: 1, max: 3 }) });
  return fc.oneof(
    { weight: 3, arbitrary: conditions.map((must): Filter => ({ must })) },
    { weight: 1, arbitrary: fc.record({ must: conditions, must_not: conditions }) },
    { weight: 1, arbitrary: minShould.map((one): Filter => ({ min_should: one })) },
    fc.record(
      { must: conditions, should: conditions, must_not: conditions, min_should: minShould },
      { requiredKeys: [] },
    ) as fc.Arbitrary<Filter>,
  );
}
