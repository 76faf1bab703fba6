/**
 * True for an object literal, an object without a prototype, and one of another realm.
 *
 * False for lists, class instances and whatever else inherits fields or keeps its data inside, such as a `Map`: JSON drops or changes them.
 *
 * @example
 * isPlainObject({ a: 1 }); // => true
 * isPlainObject(new Map()); // => false
 */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value) as object | null;
  if (prototype === null || prototype === Object.prototype) return true;
  // The prototype of literals of another realm.
  return Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, '__defineGetter__');
}
