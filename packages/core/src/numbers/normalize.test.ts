import fc from 'fast-check';
import { expect, it } from 'vitest';

import { normalizeInPlace } from './normalize.ts';

it('any vector is scaled to length 1, or is the zero vector', () => {
  fc.assert(
    fc.property(
      fc.float32Array({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6, minLength: 1 }),
      (vector) => {
        const isZero = Math.hypot(...vector) < 1e-12;
        const length = Math.hypot(...normalizeInPlace(vector));
        // Lengths whose squares underflow float32 lose precision, as in numpy.
        fc.pre(isZero || length === 0 || Math.abs(length - 1) < 0.1);
        if (!isZero && length !== 0) expect(length).toBeCloseTo(1, 5);
      },
    ),
  );
});
