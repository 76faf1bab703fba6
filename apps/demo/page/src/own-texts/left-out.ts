/** Parts of a source that are in none of its texts. */
export interface LeftOut {
  /** What one of them is: `row`. */
  readonly thing: string;
  /** Why they are left out, as it stands after their number: `without a text in “plot”`. */
  readonly reason: string;
  /** As they were written, or near it. */
  readonly pieces: readonly string[];
}

/** What is left out for one reason: nothing where no piece has a character to see. */
export function leaveOut(thing: string, reason: string, pieces: readonly string[]): readonly LeftOut[] {
  const filled = pieces.filter((piece) => piece.trim() !== '');
  return filled.length === 0 ? [] : [{ thing, reason, pieces: filled }];
}
