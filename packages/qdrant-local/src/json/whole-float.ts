// serde_json's shortest form of a float64 has an exponent from here on (the crate ryu, `format64`).
const firstWithExponent = 1e16;

/** Stands in JSON text before and after a whole float; nobody outside can know it. */
const marker = crypto.randomUUID();
/** So that a text without them need not be looked through. */
let markedCount = 0;
const marked = new RegExp(`"${marker}([-+.\\de]+)"`, 'g');

/**
 * A number of JSON text that is whole and was written as a float, such as `10.0` or `1e3`. A server keeps it apart from the integer, so that it is no id and not
 * `match: 10`; JavaScript's numbers do not. It lives in bodies of the REST API and in stored payloads, never in what callers of this package get.
 */
export class WholeFloat {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }

  /** As serde_json writes it. */
  toString(): string {
    const { value } = this;
    if (Math.abs(value) >= firstWithExponent) return value.toExponential().replace('+', '');
    return Object.is(value, -0) ? '-0.0' : `${value}.0`;
  }

  /** For {@link withWholeFloats}. */
  toJSON(): string {
    markedCount++;
    return `${marker}${this.toString()}`;
  }
}

/** The number that a value of JSON is, whole floats included; `undefined` when it is none. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return value instanceof WholeFloat ? value.value : undefined;
}

/** What `stringify` makes of a value by JSON.stringify, with whole floats as what they are. */
export function withWholeFloats(stringify: () => string): string {
  const before = markedCount;
  const json = stringify();
  return markedCount === before ? json : json.replaceAll(marked, '$1');
}
