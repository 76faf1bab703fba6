/** A parsed JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Returns `value` if it is an object, else an empty object. */
export function asObject(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null ? (value as JsonObject) : {};
}

/** Returns the text of a token, which a file states as a string or as an object with `content`; `undefined` for anything else. */
export function tokenText(value: unknown): string | undefined {
  const text = typeof value === 'string' ? value : asObject(value)['content'];
  return typeof text === 'string' ? text : undefined;
}

/** Returns `value` if it is a list, else an empty list. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
