import { ProgramError } from '@x/core/program';

/** Thrown when an operation on an index fails. The message tells the user what to do. */
export class SearchIndexError extends ProgramError {
  override get name(): string {
    return 'SearchIndexError';
  }
}
