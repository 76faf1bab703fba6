type Class = abstract new (...args: never[]) => object;

/**
 * Gives a class the methods of several small classes, so that one object can offer many methods that are read group by group.
 *
 * Groups and `target` extend one base class, which holds what all methods work on; its methods are not copied, since `target` inherits them. An
 * interface of the name of `target` that extends the groups tells the compiler.
 *
 * @throws {TypeError} when two groups, or a group and `target`, have a method of one name.
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
