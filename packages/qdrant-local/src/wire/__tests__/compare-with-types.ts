import { type ApiType, mentions, type OfficialOperation, schemas } from '@x/qdrant-types';

import { fieldKind, type FieldKinds, isIdKind, itemKind, type NodeKind } from '../grammar.ts';
import type { WireOperation } from '../operations.ts';

/** The description to compare: its operations, and the fields of its objects. */
export interface Description {
  readonly operations: Readonly<Record<string, WireOperation>>;
  readonly objects: Readonly<Record<string, FieldKinds>>;
}

/** Types that correspond directly to a kind of the description. */
const leaves: Readonly<Record<string, 'id' | 'vector'>> = {
  ExtendedPointId: 'id',
  SparseVector: 'vector',
  Document: 'vector',
  Image: 'vector',
  InferenceObject: 'vector',
};

const leafNames: ReadonlySet<string> = new Set(Object.keys(leaves));

/** Returns the differences between a description and the types: one sentence for each differing field, with an operation that has it. */
export function compareWithTypes(
  operations: readonly OfficialOperation[],
  { operations: described, objects }: Description,
): string[] {
  const comparison = new Comparison(objects);
  for (const { name, body, answer } of operations) {
    comparison.compareRoot(body, described[name]?.body, `the body of ${name}`);
    comparison.compareRoot(answer, described[name]?.answer, `the answer of ${name}`);
  }
  const names = new Set(operations.map(({ name }) => name));
  const strangers = Object.keys(described).filter((name) => !names.has(name));
  return [...comparison.faults, ...comparison.unused(), ...strangers.map((name) => `${name} is not an operation`)];
}

/** Walks pairs of a type and a kind, each once. Types that contain themselves therefore end. */
class Comparison {
  readonly faults = new Set<string>();
  readonly #objects: Description['objects'];
  readonly #used = new Set<string>();
  readonly #seen = new Map<ApiType, Set<NodeKind>>();

  constructor(objects: Description['objects']) {
    this.#objects = objects;
  }

  compareRoot(type: ApiType | undefined, kind: NodeKind | undefined, where: string): void {
    const hasLeaves = type !== undefined && mentions(type, leafNames);
    if (hasLeaves && kind === undefined) this.faults.add(`${where} has ids or vectors, and no kind`);
    if (!hasLeaves && kind !== undefined)
      this.faults.add(`${where} is described as ${kind}, but has no ids or vectors`);
    if (hasLeaves && kind !== undefined) this.#compare(type, kind, { owner: where, where });
  }

  unused(): string[] {
    const all = Object.entries(this.#objects).flatMap(([kind, fields]) =>
      Object.keys(fields).map((key) => `${kind}.${key}`),
    );
    return all.filter((field) => !this.#used.has(field)).map((field) => `${field} is in no type`);
  }

  #compare(type: ApiType, kind: NodeKind, place: { owner: string; where: string }): void {
    const kinds = this.#seen.get(type) ?? new Set();
    if (kinds.has(kind)) return;
    this.#seen.set(type, kinds.add(kind));
    if (type.form === 'schema') this.#compareSchema(type.name, kind, place);
    if (type.form === 'choice') for (const option of type.options) this.#compare(option, kind, place);
    if (type.form === 'tuple') for (const item of type.items) this.#step(item, itemKind(kind), place, '[]');
    if (type.form === 'list') this.#step(type.item, itemKind(kind), place, '[]');
    if (type.form !== 'object') return;
    for (const [key, { type: field }] of type.fields) this.#step(field, this.#fieldKind(kind, key), place, key);
    if (type.others) this.#step(type.others, namedKind(kind), place, '*');
  }

  #compareSchema(name: string, kind: NodeKind, place: { owner: string; where: string }): void {
    const leaf = leaves[name];
    if (leaf === undefined) this.#compare(schemas.get(name)!, kind, { ...place, owner: name });
    else if (leaf === 'id' ? !isIdKind(kind) : !isVectorKind(kind)) {
      this.faults.add(`${place.owner} holds ${name} where ${kind} is described, in ${place.where}`);
    }
  }

  /** Continues with a part, or reports that it is not described. Then it does not continue, because the parts below are not described either. */
  #step(type: ApiType, kind: NodeKind | undefined, place: { owner: string; where: string }, key: string): void {
    if (kind !== undefined) this.#compare(type, kind, place);
    else if (mentions(type, leafNames)) this.faults.add(`${place.owner}.${key} is not described, in ${place.where}`);
  }

  #fieldKind(kind: NodeKind, key: string): NodeKind | undefined {
    const found = fieldKind(Object.hasOwn(this.#objects, kind) ? this.#objects[kind] : undefined, key);
    if (found !== undefined) this.#used.add(`${kind}.${key}`);
    return found;
  }
}

/** Returns the kind of the values in an object of names. */
function namedKind(kind: NodeKind): NodeKind | undefined {
  if (kind === 'columnVectors') return 'vectorList';
  return kind === 'pointVectors' ? 'vector' : undefined;
}

function isVectorKind(kind: NodeKind): boolean {
  return ['vector', 'vectorOrId', 'query', 'pointVectors'].includes(kind);
}
