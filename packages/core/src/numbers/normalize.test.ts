import fc from 'fast-check';
import { expect, it } from 'vitest';

import { normalizeInPlace } from './normalize.ts';

it('scales every vector except the zero vector to length 1', () => {
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
