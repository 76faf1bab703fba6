import { afterEach, describe, expect, it, vi } from 'vitest';

import { isNonCommercial, warnOfLicense } from './license-warning.ts';

const emitWarning = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
afterEach(() => emitWarning.mockClear());

describe('a license that forbids commercial use', () => {
  it.each([
    ['cc-by-nc-4.0', true],
    ['CC-BY-NC-SA-4.0', true],
    ['apache-2.0', false],
    ['mit', false],
    ['gemma', false],
    ['ncsa', false],
  ])('is recognized in %s: %s', (license, expected) => {
    expect(isNonCommercial(license)).toBe(expected);
  });

  it('emits one warning per model', () => {
    warnOfLicense('org/one', 'cc-by-nc-4.0');
    warnOfLicense('org/one', 'cc-by-nc-4.0');
    warnOfLicense('org/two', 'mit');
    warnOfLicense('org/three', undefined);
    const message = 'org/one is licensed cc-by-nc-4.0: not for commercial use.';
    expect(emitWarning).toHaveBeenCalledExactlyOnceWith(message, { type: 'LicenseWarning', code: 'X_LICENSE' });
  });
});
