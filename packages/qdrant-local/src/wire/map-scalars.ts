import { fieldKind, fieldKinds, isIdKind, itemKind, type NodeKind } from './grammar.ts';
import { isQueryForm } from './vector-shapes.ts';

/** What shall stand in the place of a text, number, bigint, boolean or null. */
export type ScalarVisitor = (scalar: unknown, isId: boolean) => unknown;

/**
 * Replaces every scalar of a body or an answer, in place, and returns the root.
 *
 * @param kind - of {@link wireOperations}; `undefined` for what has no ids.
 * @param visit - is told whether a scalar stands where the API has ids of points.
 * @example
 * mapScalars({ ids: [1], limit: 2 }, 'idsBody', (scalar, isId) => (isId ? `id ${scalar}` : scalar));
 * // => { ids: ['id 1'], limit: 2 }
 */
export function mapScalars(root: unknown, kind: NodeKind | undefined, visit: ScalarVisitor): unknown {
  if (typeof root !== 'object' || root === null) return visit(root, isIdKind(kind));
  if (Array.isArray(root)) {
    const each = itemKind(kind);
    for (let index = 0; index < root.length; index++) root[index] = mapScalars(root[index], each, visit);
    return root;
  }
  const kinds = kind === 'query' && !isQueryForm(root) ? undefined : fieldKinds(kind);
  for (const [key, value] of Object.entries(root)) {
    const mapped = mapScalars(value, fieldKind(kinds, key), visit);
    // Even a field called `__proto__` is set, because the object has it already.
    if (mapped !== value) Reflect.set(root, key, mapped);
  }
  return root;
}
