/** Returns true when an object or a class has or inherits a method of this name. */
export function hasMethod(value: object, name: string): boolean {
  return typeof Reflect.get(value, name) === 'function';
}
