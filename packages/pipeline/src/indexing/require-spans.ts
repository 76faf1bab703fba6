import { type Chunker, InvalidArgumentError, type TextSpan } from '@x/core';

const letterOrDigit = /[\p{L}\p{N}]/u;

/**
 * Checks the passages that a chunker returned for a text, and returns them: spans of the text, in order, that together contain every letter and
 * digit.
 *
 * @throws {InvalidArgumentError} naming the chunker and the first wrong passage.
 */
export function requireSpans({ name }: Chunker, text: string, spans: readonly TextSpan[]): readonly TextSpan[] {
  const at = `the answer of the chunker '${name}'`;
  const given: unknown = spans;
  if (!Array.isArray(given)) throw refusal(at, given, 'an array of passages `{ start, end }`');
  let [start, end] = [0, 0];
  for (const [index, span] of given.entries()) {
    const passage = `passage ${index} of ${at}`;
    if (!isSpan(span, text))
      throw refusal(passage, span, `whole numbers { start, end } with 0 <= start <= end <= ${text.length}`);
    if (span.start < start) throw refusal(passage, span, `in order, with a start of at least ${start}`);
    if (span.start > end) requireNoText(text, end, span.start, at);
    start = span.start;
    end = Math.max(end, span.end);
  }
  requireNoText(text, end, text.length, at);
  return spans;
}

function isSpan(span: unknown, text: string): span is TextSpan {
  if (typeof span !== 'object' || span === null) return false;
  const { start, end } = span as Partial<TextSpan>;
  return Number.isInteger(start) && Number.isInteger(end) && start! >= 0 && start! <= end! && end! <= text.length;
}

/** White space and invisible characters between passages may be left out. */
function requireNoText(text: string, start: number, end: number, parameter: string): void {
  if (!letterOrDigit.test(text.slice(start, end))) return;
  throw refusal(parameter, `nothing of ${start} to ${end}`, 'passages that together contain the whole text');
}

/** Shows a span as it is: two numbers say more than "an object". */
function refusal(parameter: string, value: unknown, expected: string): InvalidArgumentError {
  const isPlain = typeof value === 'object' && value !== null && !Array.isArray(value);
  const { start, end } = (isPlain ? value : {}) as Partial<TextSpan>;
  const shown = isPlain ? `{ start: ${String(start)}, end: ${String(end)} }` : undefined;
  const problem = () => `${parameter} must be ${expected}, but is ${shown}.`;
  return new InvalidArgumentError({ parameter, value, expected, ...(shown !== undefined && { problem }) });
}
