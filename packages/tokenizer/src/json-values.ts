/** What a JSON file says. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The object that a field of a file should be; an empty one where it is something else. */
export function asObject(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null ? (value as JsonObject) : {};
}

/** The text of a token, which is written as it is, or as an object that holds it. */
export function tokenText(value: unknown): string | undefined {
  const text = typeof value === 'string' ? value : asObject(value)['content'];
  return typeof text === 'string' ? text : undefined;
}

/** The list that a field of a file should be; an empty one where it is something else. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
