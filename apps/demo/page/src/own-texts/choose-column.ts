const TEXT_NAMES = [
  'text',
  'texts',
  'description',
  'content',
  'body',
  'document',
  'passage',
  'abstract',
  'summary',
  'review',
  'comment',
  'message',
  'question',
  'sentence',
  'plot',
  'overview',
];

/** Returns the index of the column that contains the texts: one with a typical name, or else the one with the longest fields. */
export function chooseColumn(columns: readonly string[], rows: readonly (readonly string[])[]): number {
  const names = columns.map((column) => column.toLowerCase());
  for (const name of TEXT_NAMES) {
    const index = names.indexOf(name);
    if (index !== -1) return index;
  }
  const lengths = columns.map((_, column) => rows.reduce((sum, row) => sum + (row[column]?.length ?? 0), 0));
  return Math.max(0, lengths.indexOf(lengths.reduce((most, length) => Math.max(most, length), 0)));
}
