import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createContentHash } from './content-hash.ts';

describe('createContentHash', () => {
  // Values of `git hash-object`.
  it.each([
    ['', 'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391'],
    ['hello\n', 'ce013625030ba8dba906f756967f9e9ca394464a'],
  ])('returns the git blob id of %j', (text, oid) => {
    const hash = createContentHash({ oid, size: text.length });
    hash.update(Buffer.from(text));
    expect(hash.digest()).toBe(oid);
  });

  it('does not depend on how the content is split into blocks', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 50 })), (blocks) => {
        const whole = Buffer.concat(blocks);
        const oid = createHash('sha256').update(whole).digest('hex');
        const hash = createContentHash({ oid, size: whole.length });
        for (const block of blocks) hash.update(block);
        expect(hash.digest()).toBe(oid);
      }),
    );
  });
});
