const hyphenated = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const simple = /^[0-9a-f]{32}$/i;
const groups = /^(.{8})(.{4})(.{4})(.{4})(.{12})$/;

/**
 * Returns the canonical spelling of a UUID, in lower case with hyphens; `undefined` for any other text.
 *
 * Reads the spellings that a Qdrant server reads: with hyphens, the same in braces or after `urn:uuid:`, and 32 digits. Digits may be upper-case,
 * `urn:uuid:` may not. Source: uuid-rs/uuid src/parser.rs (`try_parse`).
 *
 * @example
 * canonicalUuid('{0F8FAD5B-D9CB-469F-A165-70867728950E}'); // => '0f8fad5b-d9cb-469f-a165-70867728950e'
 */
export function canonicalUuid(text: string): string | undefined {
  switch (text.length) {
    case 32:
      return simple.test(text) ? text.toLowerCase().replace(groups, '$1-$2-$3-$4-$5') : undefined;
    case 36:
      return canonicalHyphenated(text);
    case 38:
      return text.startsWith('{') && text.endsWith('}') ? canonicalHyphenated(text.slice(1, -1)) : undefined;
    case 45:
      return text.startsWith('urn:uuid:') ? canonicalHyphenated(text.slice(9)) : undefined;
    default:
      return undefined;
  }
}

function canonicalHyphenated(text: string): string | undefined {
  return hyphenated.test(text) ? text.toLowerCase() : undefined;
}
