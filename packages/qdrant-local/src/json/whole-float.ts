// From this value on, serde_json's shortest form of a float64 has an exponent (the crate ryu, `format64`).
const firstWithExponent = 1e16;

/** Marks a whole float in JSON text. It is random, so no text from outside can contain it. */
const marker = crypto.randomUUID();
/** Counts the markers written, so that a text without markers is not searched. */
let markedCount = 0;
const marked = new RegExp(`"${marker}([-+.\\de]+)"`, 'g');

/**
 * A whole number that was written as a float in JSON text, such as `10.0` or `1e3`. A server distinguishes it from the integer: it is not
 * an id and does not satisfy `match: 10`. JavaScript's numbers do not make this distinction. It occurs in bodies of the REST API and in
 * stored payloads, and is never returned to callers of this package.
 */
export class WholeFloat {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }

  /** Returns the number as serde_json writes it. */
  toString(): string {
    const { value } = this;
    if (Math.abs(value) >= firstWithExponent) return value.toExponential().replace('+', '');
    return Object.is(value, -0) ? '-0.0' : `${value}.0`;
  }

  /** Called by `JSON.stringify` in {@link withWholeFloats}. */
  toJSON(): string {
    markedCount++;
    return `${marker}${this.toString()}`;
  }
}

/** Returns the number that a JSON value represents, including whole floats; `undefined` when it is not a number. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return value instanceof WholeFloat ? value.value : undefined;
}

/** Returns the JSON text that `stringify` produces with JSON.stringify, with whole floats written as floats. */
export function withWholeFloats(stringify: () => string): string {
  const before = markedCount;
  const json = stringify();
  return markedCount === before ? json : json.replaceAll(marked, '$1');
}
