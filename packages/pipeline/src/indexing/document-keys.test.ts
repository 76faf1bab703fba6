import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { contentHash } from './document-keys.ts';
import { plainContent } from './plain-content.ts';

/** The hash in the words of its definition. Stored hashes must stay valid, so it cannot change. */
function definedHash(content: object): string {
  const json = JSON.stringify(content, (_, value: unknown) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });
  return createHash('sha256').update(json).digest('hex').slice(0, 32);
}

const plainDates = fc.date({ noInvalidDate: true });
const contents = fc.record({
  settings: fc.jsonValue(),
  text: fc.string(),
  payload: fc.dictionary(fc.string(), fc.oneof(fc.jsonValue(), plainDates, fc.constant(undefined))),
});

describe('contentHash', () => {
  it('is the SHA-256 of the JSON with sorted keys, for all values', () => {
    fc.assert(
      fc.property(contents, (content) => {
        const [payload, settings] = [
          plainContent(content.payload, 'payload'),
          plainContent(content.settings, 'settings'),
        ];
        expect(contentHash({ ...content, payload, settings })).toBe(definedHash(content));
      }),
    );
  });
});
