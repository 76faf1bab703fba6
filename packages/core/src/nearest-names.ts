/**
 * Returns up to `limit` known names closest to `name`, best first; an empty array when none is close.
 *
 * A known name is close when one name contains the other, or the edit distance is at most 40 % of the length of `name`. Case is ignored, and the
 * leading organization (`org/name`) may be missing.
 *
 * @example
 * nearestNames('all-minilm-l6', ['sentence-transformers/all-MiniLM-L6-v2', 'BAAI/bge-small-en']);
 * // => ['sentence-transformers/all-MiniLM-L6-v2']
 */
export function nearestNames(name: string, knownNames: readonly string[], limit = 3): string[] {
  const wanted = name.toLowerCase();
  return knownNames
    .map((known) => ({ known, distance: nameDistance(wanted, known.toLowerCase()) }))
    .filter(({ distance }) => distance <= 0.4)
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, limit)
    .map(({ known }) => known);
}

/** Returns the relative distance: 0 for equal names, below 0.1 when one contains the other, 1 with nothing in common. */
function nameDistance(wanted: string, known: string): number {
  const [wantedBare, knownBare] = [bare(wanted), bare(known)];
  const edits = Math.min(editDistance(wanted, known), editDistance(wantedBare, knownBare));
  if (contains(known, wantedBare) || contains(wanted, knownBare)) {
    return (0.1 * edits) / Math.max(wanted.length, known.length);
  }
  return edits / Math.max(wanted.length, 1);
}

/** Returns true when `name` contains `part` and `part` has at least 3 characters, so that the match is meaningful. */
function contains(name: string, part: string): boolean {
  return part.length >= 3 && name.includes(part);
}

/** Returns the name without its organization: `org/name` becomes `name`. */
function bare(name: string): string {
  return name.slice(name.indexOf('/') + 1);
}

/** Returns the Levenshtein distance, computed one row at a time. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const substitution = previous[column - 1]! + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(previous[column]! + 1, current[column - 1]! + 1, substitution));
    }
    previous = current;
  }
  return previous[b.length]!;
}
