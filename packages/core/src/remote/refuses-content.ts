const contentRefusals = [400, 413, 422];

/**
 * Returns true for a status that blames the content of the request: the server would refuse the same request again. The cause of other statuses, such
 * as 401 and 404, may be corrected in the meantime.
 */
export function refusesContent(status: number): boolean {
  return contentRefusals.includes(status);
}
