/**
 * Names that are none of the known ones, each an edit away from one of them, for tests that misspelt options are refused.
 *
 * @example
 * misspeltNames(['topK']); // => ['topk', 'top', 'topKs']
 */
export function misspeltNames(knownNames: readonly string[]): string[] {
  const spellings = knownNames.flatMap((name) => [name.toLowerCase(), name.slice(0, -1), `${name}s`]);
  return spellings.filter((spelling) => spelling !== '' && !knownNames.includes(spelling));
}
