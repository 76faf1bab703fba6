import { fieldKind, fieldKinds, isIdKind, itemKind, type NodeKind } from './grammar.ts';
import { isQueryForm } from './vector-shapes.ts';

/** Returns the replacement for a text, number, bigint, boolean or null. */
export type ScalarVisitor = (scalar: unknown, isId: boolean) => unknown;

/**
 * Replaces every scalar of a body or a response, in place, and returns the root.
 *
 * @param kind - of {@link wireOperations}; `undefined` for a body or a response without ids.
 * @param visit - receives each scalar, and whether the API expects a point id there.
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
    // This also sets a field called `__proto__`, because the object already has it as its own.
    if (mapped !== value) Reflect.set(root, key, mapped);
  }
  return root;
}
