import { isInferenceInput } from './inference-input.ts';

// If a field may contain a vector or another value, these functions distinguish them by shape.

/** True for an object with lists called `indices` and `values`. */
export function isSparse(node: unknown): node is { readonly indices: unknown; readonly values: unknown } {
  return typeof node === 'object' && node !== null && 'indices' in node && 'values' in node && isList(node.indices);
}

/** True for a row of a multivector. */
export function isRow(value: unknown): boolean {
  return Array.isArray(value) || value instanceof Float32Array;
}

/** True for an object that maps names to vectors. */
export function isNameMap(node: unknown): node is Readonly<Record<string, unknown>> {
  return typeof node === 'object' && node !== null && !isList(node) && !isInferenceInput(node);
}

/** True for an object such as `{ nearest }` or `{ formula }` in place of a query. */
export function isQueryForm(node: unknown): boolean {
  return isNameMap(node) && !isSparse(node);
}

function isList(value: unknown): boolean {
  return Array.isArray(value) || ArrayBuffer.isView(value);
}
