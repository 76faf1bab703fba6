/** Thrown when an operation on an index fails. The message tells the user what to do. */
export class SearchIndexError extends Error {
  override get name(): string {
    return 'SearchIndexError';
  }
}
