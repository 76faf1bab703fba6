import type { JsonPath, JsonPathItem } from './json-path.ts';

/** Several paths in one tree. Finding what follows an item takes one lookup, regardless of the number of paths. */
export class PathTree {
  /** Created with the first child, because a tree may have very many leaves. */
  #children: Map<JsonPathItem, PathTree> | undefined;
  #isEnd = false;

  /** Adds a path that continues from this node. */
  add(path: JsonPath): void {
    path.reduce<PathTree>((node, item) => node.#childOrNew(item), this).#isEnd = true;
  }

  /** Whether one of the paths ends at this node. */
  get isEnd(): boolean {
    return this.#isEnd;
  }

  /** Returns the node that follows an item; `undefined` when no path continues with it. */
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
