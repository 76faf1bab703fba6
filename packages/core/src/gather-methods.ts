type Class = abstract new (...args: never[]) => object;

/**
 * Copies the methods of several small classes into a class. The code of a class with many methods can then be split into groups.
 *
 * The groups and `target` extend one base class, which contains the fields that all methods use. Its methods are not copied, because `target`
 * inherits them. Declare an interface with the name of `target` that extends the groups, so that the compiler knows the methods.
 *
 * @throws {TypeError} when two groups, or a group and `target`, have a method of the same name.
 * @example
 * abstract class Items { protected readonly items: string[] = ['a', 'b']; }
 * class Reads extends Items { first() { return this.items[0]; } }
 * class Writes extends Items { push(item: string) { this.items.push(item); } }
 * interface List extends Reads, Writes {}
 * class List extends Items { static { gatherMethods(this, [Reads, Writes]); } }
 * new List().first(); // => 'a'
 */
export function gatherMethods(target: Class, groups: readonly Class[]): void {
  for (const group of groups) {
    const { constructor: _, ...methods } = Object.getOwnPropertyDescriptors<object>(group.prototype);
    for (const name of Reflect.ownKeys(methods)) {
      if (Object.hasOwn(target.prototype, name)) {
        throw new TypeError(`${target.name} has two methods named ${String(name)}. This is a bug.`);
      }
      Object.defineProperty(target.prototype, name, Reflect.get(methods, name));
    }
  }
}
