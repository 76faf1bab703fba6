import type { JsonPath, JsonPathItem } from './json-path.ts';

/** Several paths in one tree, in which it takes one look to find what follows an item, however many paths there are. */
export class PathTree {
  /** Only where there are some: a tree may have very many ends. */
  #children: Map<JsonPathItem, PathTree> | undefined;
  #isEnd = false;

  /** Adds a path that goes on from here. */
  add(path: JsonPath): void {
    path.reduce<PathTree>((node, item) => node.#childOrNew(item), this).#isEnd = true;
  }

  /** Whether one of the paths ends here. */
  get isEnd(): boolean {
    return this.#isEnd;
  }

  /** What follows an item; `undefined` when no path goes on with it. */
  child(item: JsonPathItem): PathTree | undefined {
    return this.#children?.get(item);
  }

  #childOrNew(item: JsonPathItem): PathTree {
    this.#children ??= new Map();
    const child = this.#children.get(item) ?? new PathTree();
    this.#children.set(item, child);
    return child;
  }
}
