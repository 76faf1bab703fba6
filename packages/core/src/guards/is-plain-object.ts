/**
 * Returns true for an object literal, an object without a prototype, and an object literal of another realm.
 *
 * Returns false for arrays, class instances and other objects that inherit fields or hold internal data, such as a `Map`: JSON drops or changes
 * them.
 *
 * @example
 * isPlainObject({ a: 1 }); // => true
 * isPlainObject(new Map()); // => false
 */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value) as object | null;
  if (prototype === null || prototype === Object.prototype) return true;
  // `prototype` may be the `Object.prototype` of another realm.
  return Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, '__defineGetter__');
}
