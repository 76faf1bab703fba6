/**
 * Yields the lines of a UTF-8 stream, each as soon as it is complete. Skips empty lines.
 *
 * @example
 * // a body of '{"a":1}\n{"a":2}\n'
 * for await (const line of readLines(body)) JSON.parse(line); // => { a: 1 }, then { a: 2 }
 */
export async function* readLines(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      const lines = (rest + decoder.decode(value, { stream: !done })).split('\n');
      rest = lines.pop() ?? '';
      yield* lines.filter((line) => line !== '');
      if (done) break;
    }
    if (rest !== '') yield rest;
  } finally {
    // When the caller stops early, this closes the connection, and the server stops.
    await reader.cancel().catch(() => undefined);
  }
}
