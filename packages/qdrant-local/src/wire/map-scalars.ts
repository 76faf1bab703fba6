import { fieldKind, fieldKinds, isIdKind, itemKind, type NodeKind } from './grammar.ts';
import { isQueryForm } from './vector-shapes.ts';

/** What shall stand in the place of a text, number, bigint, boolean or null. */
export type ScalarVisitor = (scalar: unknown, isId: boolean) => unknown;

/** Options of {@link mapScalars}. */
export interface MapScalarsOptions {
  /** Levels of nesting below the root. @default as many as there are */
  readonly maxDepth?: number;
}

/**
 * Replaces every scalar of a body or an answer, in place, and returns the root.
 *
 * @param kind - of {@link wireOperations}; `undefined` for what has no ids.
 * @param visit - is told whether a scalar stands where the API has ids of points.
 * @throws {SyntaxError} when `root` is nested more deeply than `maxDepth`.
 * @example
 * mapScalars({ ids: [1], limit: 2 }, 'idsBody', (scalar, isId) => (isId ? `id ${scalar}` : scalar));
 * // => { ids: ['id 1'], limit: 2 }
 */
export function mapScalars(
  root: unknown,
  kind: NodeKind | undefined,
  visit: ScalarVisitor,
  { maxDepth = Number.POSITIVE_INFINITY }: MapScalarsOptions = {},
): unknown {
  return mapNode(root, kind, { visit, levels: maxDepth });
}

interface Rest {
  readonly visit: ScalarVisitor;
  readonly levels: number;
}

function mapNode(node: unknown, kind: NodeKind | undefined, { visit, levels }: Rest): unknown {
  if (typeof node !== 'object' || node === null) return visit(node, isIdKind(kind));
  if (levels < 0) throw new SyntaxError('recursion limit exceeded');
  const below = { visit, levels: levels - 1 };
  if (Array.isArray(node)) {
    const each = itemKind(kind);
    for (let index = 0; index < node.length; index++) node[index] = mapNode(node[index], each, below);
    return node;
  }
  const kinds = kind === 'query' && !isQueryForm(node) ? undefined : fieldKinds(kind);
  for (const [key, value] of Object.entries(node)) {
    const mapped = mapNode(value, fieldKind(kinds, key), below);
    // Even a field called `__proto__` is set, because the object has it already.
    if (mapped !== value) Reflect.set(node, key, mapped);
  }
  return node;
}
