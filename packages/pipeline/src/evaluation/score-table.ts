/** Numbers by query and document, added one by one; the last number for a pair counts. */
export class ScoreTable {
  readonly #rows = new Map<string, Map<string, number>>();

  set(query: string, document: string, value: number): void {
    const row = this.#rows.get(query);
    if (row === undefined) this.#rows.set(query, new Map([[document, value]]));
    else row.set(document, value);
  }

  /** Returns a plain object; ids such as `__proto__` are ordinary keys. */
  toRecord(): Record<string, Record<string, number>> {
    return Object.fromEntries(Array.from(this.#rows, ([query, row]) => [query, Object.fromEntries(row)]));
  }
}
