/** Numbers by query and document, gathered line by line; a later line for the same pair counts. */
export class ScoreTable {
  readonly #rows = new Map<string, Map<string, number>>();

  set(query: string, document: string, value: number): void {
    const row = this.#rows.get(query);
    if (row === undefined) this.#rows.set(query, new Map([[document, value]]));
    else row.set(document, value);
  }

  /** As plain data, which ids such as `__proto__` cannot lead astray. */
  toRecord(): Record<string, Record<string, number>> {
    return Object.fromEntries(Array.from(this.#rows, ([query, row]) => [query, Object.fromEntries(row)]));
  }
}
