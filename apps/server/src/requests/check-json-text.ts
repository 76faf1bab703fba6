import { hasLoneSurrogate, isEscaped } from '@x/core';

import { RequestFailure } from '../request-failure.ts';

// No body of any dialect has more than four levels.
const maxLevels = 32;

/**
 * Checks a JSON text before it is parsed.
 *
 * A text of a few million brackets or keys takes seconds to parse and to check; meanwhile the server answers no other request. This scan takes milliseconds.
 *
 * @param maxParts The maximum number of objects, lists and fields together.
 * @throws {RequestFailure} 400 for deep nesting or a lone surrogate, which is no text; 413 for too many parts.
 */
export function checkJsonText(text: string, maxParts: number): void {
  let [levels, parts] = [0, 0];
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (character === code.quote) at = endOfString(text, at);
    else if (character === code.openList || character === code.openObject) {
      parts++;
      if (++levels > maxLevels) throw refused(400, `The body is nested more than ${maxLevels} levels deep.`);
    } else if (character === code.closeList || character === code.closeObject) levels--;
    else if (character === code.colon) parts++;
    if (parts > maxParts) {
      throw refused(
        413,
        `The body has more than ${maxParts} objects, lists and fields. Send fewer texts in one request.`,
      );
    }
  }
  if (hasLoneSurrogate(text)) {
    throw refused(
      400,
      'The body is not JSON: a string has half of a surrogate pair, such as \\ud800 alone. Send whole characters.',
    );
  }
}

const code = {
  quote: 0x22,
  colon: 0x3a,
  openList: 0x5b,
  closeList: 0x5d,
  openObject: 0x7b,
  closeObject: 0x7d,
};

/** Returns the position of the quotation mark that ends a string, or the length of the text when none does. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end === -1 ? text.length : end;
}

function refused(status: 400 | 413, message: string): RequestFailure {
  return new RequestFailure({ status, message });
}
