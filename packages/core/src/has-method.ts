/** True for an object or a class that has a method of this name, inherited ones included. */
export function hasMethod(value: object, name: string): boolean {
  return typeof Reflect.get(value, name) === 'function';
}
