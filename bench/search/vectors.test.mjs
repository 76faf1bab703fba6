import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createVectors, readVectors, writeVectors } from './vectors.mjs';

it('createVectors returns the same vectors for the same seed, others for another seed, all of length 1', () => {
  const options = { count: 3, dimension: 5, seed: 7 };
  const vectors = createVectors(options);
  expect(createVectors(options)).toEqual(vectors);
  expect(createVectors({ ...options, seed: 8 })).not.toEqual(vectors);
  for (let row = 0; row < 3; row++) expect(Math.hypot(...vectors.subarray(row * 5, row * 5 + 5))).toBeCloseTo(1, 6);
});

it('readVectors returns the vectors that writeVectors wrote', () => {
  const folder = mkdtempSync(join(tmpdir(), 'x-bench-vectors-'));
  try {
    const options = { count: 3, dimension: 5, seed: 7 };
    const rows = readVectors(writeVectors(folder, options), 5);
    expect(rows.flatMap((row) => Array.from(row))).toEqual(Array.from(createVectors(options)));
    expect(rows).toHaveLength(3);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
