/** Codes of Node.js, and of its `fetch` (undici). */
const connectionCodes =
  /^(?:ECONN(?:REFUSED|RESET|ABORTED)|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|E(?:HOST|NET)(?:UNREACH|DOWN)|UND_ERR_(?:SOCKET|CLOSED|DESTROYED|\w+_TIMEOUT))$/;

/**
 * Returns true for the `code` of an error that says that a connection could not be made, or broke.
 *
 * @example
 * isConnectionCode('ECONNREFUSED'); // => true
 * isConnectionCode('ENOENT'); // => false
 */
export function isConnectionCode(code: string): boolean {
  return connectionCodes.test(code);
}
