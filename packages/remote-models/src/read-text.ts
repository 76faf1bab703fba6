/** 2,048 vectors of 4,096 components, written as JSON numbers, take about 100 MB. */
const maxAnswerBytes = 256 * 2 ** 20;

/**
 * Returns the text of a response. Reads at most `maxBytes`, so that a server cannot fill the memory.
 *
 * @throws {RangeError} when the response is longer.
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
        `answered with more than ${maxBytes} bytes, the maximum for one answer. Lower the batchSize.`,
      );
    }
    text += decoder.decode(value, { stream: true });
  }
}
