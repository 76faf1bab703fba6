/** An object or list of which the end has not been reached. */
interface OpenValue {
  /** The values of an object's fields; a list has none. */
  readonly fields?: Map<string, string>;
  /** The field whose value is being read. */
  field?: { readonly name: string; readonly start: number } | undefined;
}

/**
 * Returns the fields of valid JSON that a later field of the same object replaces when the JSON is parsed.
 *
 * @example
 * repeatedFields('{"text": "One", "text": "Two"}'); // => ['text: "One"']
 */
export function repeatedFields(json: string): string[] {
  const replaced: string[] = [];
  const open: OpenValue[] = [];
  let textStart: number | undefined;
  let lastText = { start: 0, end: 0 };
  // One match for a whole text would need memory for each of its escapes.
  for (const { 0: token, index } of json.matchAll(/\\.|["{}[\],:]/g)) {
    if (token === '"') {
      if (textStart !== undefined) lastText = { start: textStart, end: index + 1 };
      textStart = textStart === undefined ? index : undefined;
      continue;
    }
    if (textStart !== undefined) continue;
    const inner = open.at(-1);
    if (token === '{') open.push({ fields: new Map() });
    else if (token === '[') open.push({});
    else if (token === ':') {
      const name = JSON.parse(json.slice(lastText.start, lastText.end)) as string;
      inner!.field = { name, start: index + 1 };
    } else {
      if (inner?.fields !== undefined && inner.field !== undefined) {
        const { name, start } = inner.field;
        const former = inner.fields.get(name);
        if (former !== undefined) replaced.push(`${name}: ${former}`);
        inner.fields.set(name, json.slice(start, index).trim());
        inner.field = undefined;
      }
      if (token !== ',') open.pop();
    }
  }
  return replaced;
}
