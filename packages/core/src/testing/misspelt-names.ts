/**
 * Returns unknown names that are each one edit away from a known name, for tests that misspelled options are refused.
 *
 * @example
 * misspeltNames(['topK']); // => ['topk', 'top', 'topKs']
 */
export function misspeltNames(knownNames: readonly string[]): string[] {
  const spellings = knownNames.flatMap((name) => [name.toLowerCase(), name.slice(0, -1), `${name}s`]);
  return spellings.filter((spelling) => spelling !== '' && !knownNames.includes(spelling));
}
