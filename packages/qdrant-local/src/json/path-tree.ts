import type { JsonPath, JsonPathItem } from './json-path.ts';

/** Several paths in one tree, in which it takes one look to find what follows an item, however many paths there are. */
export class PathTree {
  /** Only where there are some: a tree may have very many ends. */
  #children: Map<JsonPathItem, PathTree> | undefined;
  #isEnd = false;

  /** The tree of these paths. */
  static of(paths: Iterable<JsonPath>): PathTree {
    const root = new PathTree();
    for (const path of paths) {
      let node = root;
      for (const item of path) node = node.#childOrNew(item);
      node.#isEnd = true;
    }
    return root;
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
