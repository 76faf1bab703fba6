/** An answer of 2,048 vectors with 4,096 components, written out, has about 100 MB. */
const maxAnswerBytes = 256 * 2 ** 20;

/**
 * The text of an answer, read up to a bound, so that whoever answers cannot fill the memory.
 *
 * @throws {RangeError} when it is longer.
 */
export async function readText(response: Response, maxBytes: number = maxAnswerBytes): Promise<string> {
  const reader = response.body?.getReader();
  if (reader === undefined) return '';
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value.byteLength;
    if (bytes > maxBytes) {
      await reader.cancel().catch(() => undefined);
      throw new RangeError(
        `answered more than ${maxBytes} bytes, the most that is read at a time. Lower the batchSize.`,
      );
    }
    text += decoder.decode(value, { stream: true });
  }
}
