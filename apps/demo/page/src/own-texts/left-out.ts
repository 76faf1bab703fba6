/** Parts of a source that are left out of its texts for one reason. */
export interface LeftOut {
  /** The kind of part, e.g. `row`. */
  readonly thing: string;
  /** The reason, in a form that follows the number of parts: `without a text in “plot”`. */
  readonly reason: string;
  /** The parts, roughly as the source contains them. */
  readonly pieces: readonly string[];
}

/** Returns an entry for the pieces that are not blank, or an empty list without such pieces. */
export function leaveOut(thing: string, reason: string, pieces: readonly string[]): readonly LeftOut[] {
  const filled = pieces.filter((piece) => piece.trim() !== '');
  return filled.length === 0 ? [] : [{ thing, reason, pieces: filled }];
}
