import { columnsOf, wrap } from './fit-columns.ts';

/** Returns the message of an error, wrapped for a terminal. Does not break names, paths and addresses, so that they can be copied. */
export function wrapMessage(
  { message }: Pick<Error, 'message'>,
  stream: NodeJS.WriteStream,
  environment: NodeJS.ProcessEnv,
): string {
  return wrap(message, { columns: columnsOf(stream, environment), breakWords: false });
}
