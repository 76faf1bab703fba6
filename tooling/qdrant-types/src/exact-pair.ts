import fc from 'fast-check';
import type { ApiType } from './api-type.ts';
import { mentions } from './mentions.ts';
import { schemas } from './official-client.ts';

/** A body or a response of a type, with large integers in place of all numbers. */
export interface ExactPair {
  /** All numbers are bigints above 2^53. */
  readonly digits: unknown;
  /** The same value with bigints only as point ids, and rounded numbers elsewhere. */
  readonly expected: unknown;
}

type Pairs = fc.Arbitrary<ExactPair>;
type FindSchema = (name: string) => Pairs;

const ids: ReadonlySet<string> = new Set(['ExtendedPointId']);
const large = fc.bigInt({ min: 2n ** 53n + 1n, max: 2n ** 64n - 1n });
const rounded: Pairs = large.map((digits) => ({ digits, expected: Number(digits) }));
const namesLikeIds = fc.constantFrom('id', 'ids', 'points', 'has_id', 'vector', 'query', 'offset', 'target', 'a');

const data: Pairs = fc.oneof(rounded, dictionary(rounded), listOf(rounded), dictionary(listOf(rounded)));

const scalars: Readonly<Record<(ApiType & { form: 'scalar' })['scalar'], Pairs>> = {
  number: rounded,
  string: fc.constantFrom('a', 'id', 'red').map(same),
  boolean: fc.boolean().map(same),
  null: fc.constant(same(null)),
  unknown: data,
};

/** Types whose valid values are not determined by their fields alone. */
const knownSchemas: Readonly<Record<string, Pairs>> = {
  ExtendedPointId: fc.oneof(large.map(same), fc.uuid().map(same)),
  SparseVector: fc
    .uniqueArray(fc.nat(99), { minLength: 1, maxLength: 2 })
    .chain((indices) =>
      fc
        .tuple(...indices.map(() => rounded))
        .map((pairs) => join(listed(pairs).map((values) => ({ indices, values })))),
    ),
};

const pairsBySchema = fc.letrec<Record<string, ExactPair>>((tie) =>
  Object.fromEntries([...schemas].map(([name, type]) => [name, knownSchemas[name] ?? pairsOf(type, tie)])),
);

/**
 * Generates random pairs for a type. Numbers in payloads, vectors, scores and ranges are as large as ids, and fields of payloads have the names of
 * fields with ids.
 *
 * @throws {Error} when the type references a type that does not exist.
 */
export function exactPair(type: ApiType): fc.Arbitrary<ExactPair> {
  return pairsOf(type, (name) => {
    const pairs = pairsBySchema[name];
    if (pairs === undefined) throw new Error(`The official client has no type ${name}.`);
    return pairs;
  });
}

function pairsOf(type: ApiType, find: FindSchema): Pairs {
  switch (type.form) {
    case 'scalar':
      return scalars[type.scalar];
    case 'literal':
      return fc.constant(same(type.value));
    case 'schema':
      return find(type.name);
    case 'list':
      return listOf(pairsOf(type.item, find));
    case 'tuple':
      return fc.tuple(...type.items.map((item) => pairsOf(item, find))).map((items) => join(listed(items)));
    case 'choice':
      return choiceOf(type, find);
    case 'object':
      return objectOf(type, find);
  }
}

/**
 * Generates one of several types, mostly one that contains ids and does not lead back to this choice. At the maximum depth it generates the first
 * type, which must not be nested deeper.
 */
function choiceOf(type: ApiType & { form: 'choice' }, find: FindSchema): Pairs {
  const itself = new Set([type]);
  const weighted = type.options
    .toSorted((a, b) => Number(a.form === 'schema') - Number(b.form === 'schema'))
    .map((option) => ({ arbitrary: pairsOf(option, find), weight: mentions(option, ids, itself) ? 5 : 1 }));
  return fc.oneof({ maxDepth: 5, depthIdentifier: 'api' }, ...weighted);
}

/** Generates an object with at least one field, because writes refuse an empty condition. */
function objectOf({ fields, others }: ApiType & { form: 'object' }, find: FindSchema): Pairs {
  const named = Object.fromEntries([...fields].map(([name, { type }]) => [name, pairsOf(type, find)]));
  const requiredKeys = [...fields].filter(([, { isOptional }]) => !isOptional).map(([name]) => name);
  const known = fc
    .record(named, { requiredKeys, noNullPrototype: true })
    .filter((pairs) => fields.size === 0 || Object.keys(pairs).length > 0)
    .map((pairs) => keyed(pairs));
  if (others === undefined) return known;
  return fc.tuple(known, dictionary(pairsOf(others, find))).map(([a, b]) => ({
    digits: { ...(a.digits as object), ...(b.digits as object) },
    expected: { ...(a.expected as object), ...(b.expected as object) },
  }));
}

function dictionary(values: Pairs): Pairs {
  return fc.dictionary(namesLikeIds, values, { minKeys: 1, maxKeys: 2, noNullPrototype: true }).map(keyed);
}

function listOf(items: Pairs): Pairs {
  return fc.array(items, { minLength: 1, maxLength: 2 }).map((pairs) => join(listed(pairs)));
}

function keyed(pairs: Readonly<Record<string, ExactPair | undefined>>): ExactPair {
  const fields = Object.entries(pairs) as [string, ExactPair][];
  return {
    digits: Object.fromEntries(fields.map(([name, { digits }]) => [name, digits])),
    expected: Object.fromEntries(fields.map(([name, { expected }]) => [name, expected])),
  };
}

function listed(pairs: readonly ExactPair[]): unknown[] {
  return [pairs.map(({ digits }) => digits), pairs.map(({ expected }) => expected)];
}

function join([digits, expected]: readonly unknown[]): ExactPair {
  return { digits, expected };
}

function same(value: unknown): ExactPair {
  return { digits: value, expected: value };
}
