/** Thrown when an index cannot do what is asked of it; the message says what to do. */
export class SearchIndexError extends Error {
  override get name(): string {
    return 'SearchIndexError';
  }
}
