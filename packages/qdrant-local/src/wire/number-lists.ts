const space = 0x20;
const minus = 0x2d;

/** Finds the ends of lists of numbers without reading each number. When it is called with ascending positions, it searches for each mark once. */
export class NumberLists {
  readonly #json: string;
  readonly #nextPlaces = { '"': -1, '[': -1, ']': -1 };

  constructor(json: string) {
    this.#json = json;
  }

  /** Returns the position after the list that starts at `at`; `undefined` when the list contains anything other than numbers. */
  endOf(at: number): number | undefined {
    let first = at + 1;
    while (this.#json.charCodeAt(first) <= space) first++;
    const character = this.#json.charCodeAt(first);
    if (character !== minus && !isDigit(character)) return undefined;
    const end = this.#next(']', first);
    return end < this.#next('"', first) && end < this.#next('[', first) ? end + 1 : undefined;
  }

  #next(mark: '"' | '[' | ']', from: number): number {
    if (this.#nextPlaces[mark] < from) {
      const found = this.#json.indexOf(mark, from);
      this.#nextPlaces[mark] = found === -1 ? Infinity : found;
    }
    return this.#nextPlaces[mark];
  }
}

function isDigit(character: number): boolean {
  return character >= 0x30 && character <= 0x39;
}
