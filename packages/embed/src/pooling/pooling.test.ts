import { readFile } from 'node:fs/promises';

import { ShapeMismatchError } from '@x/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { clsPool } from './cls.ts';
import { lastTokenPool } from './last-token.ts';
import { meanPool } from './mean.ts';
import { normalizeInPlace } from './normalize.ts';
import { createReduction } from './reduction.ts';

interface GoldenCase {
  readonly id: string;
  readonly shape: [batch: number, tokens: number, hidden: number];
  readonly data: number[];
  readonly mask: number[][];
  readonly mean: number[][];
  readonly cls: number[][];
  readonly last_token: number[][];
  readonly mean_normalized: number[][];
  readonly cls_normalized: number[][];
  readonly last_token_normalized: number[][];
}

// Made with FastEmbed's own functions and numpy; see `how` in the file.
const fixture = new URL('../__fixtures__/pooling.json', import.meta.url);
const { cases } = JSON.parse(await readFile(fixture, 'utf8')) as { cases: GoldenCase[] };

function expectClose(actual: Float32Array, expected: readonly number[], label: string): void {
  expect(actual.length, label).toBe(expected.length);
  for (const [component, value] of expected.entries()) {
    const tolerance = Math.max(Math.abs(value) * 1e-6, 1e-30);
    expect(Math.abs(actual[component]! - value), `${label} [${component}]`).toBeLessThanOrEqual(tolerance);
  }
}

describe('pooling equals FastEmbed', () => {
  it.each(cases.map((golden) => [golden.id, golden] as const))('on the case %s', (_, golden) => {
    const [, tokens, hidden] = golden.shape;
    const pools = { mean: meanPool, cls: clsPool, last_token: lastTokenPool };
    for (const [name, pool] of Object.entries(pools) as ['mean' | 'cls' | 'last_token', typeof meanPool][]) {
      for (const [row, mask] of golden.mask.entries()) {
        const start = row * tokens * hidden;
        const data = Float32Array.from(golden.data.slice(start, start + tokens * hidden));
        const pooled = pool(data, hidden, Uint8Array.from(mask));
        expectClose(pooled, golden[name][row]!, `${name} of row ${row}`);
        expectClose(normalizeInPlace(pooled), golden[`${name}_normalized`][row]!, `${name}_normalized of row ${row}`);
      }
    }
  });
});

describe('pooling', () => {
  const float = fc.float({ noNaN: true, min: -1000, max: 1000 });

  it('normalises any vector to length 1, or leaves the zero vector', () => {
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

  it('takes the mean of equal tokens to be that token, whatever is masked', () => {
    fc.assert(
      fc.property(
        fc.array(float, { minLength: 1, maxLength: 8 }),
        fc.array(fc.boolean(), { minLength: 1 }),
        (token, kept) => {
          const mask = Uint8Array.from([1, ...kept.map(Number)]);
          const data = Float32Array.from(Array.from(mask, () => token).flat());
          expectClose(meanPool(data, token.length, mask), Array.from(Float32Array.from(token)), 'mean');
        },
      ),
    );
  });

  it('gives copies, so that a reused output buffer cannot change a result', () => {
    const data = Float32Array.of(1, 2, 3, 4);
    const results = [meanPool, clsPool, lastTokenPool].map((pool) => pool(data, 2, Uint8Array.of(1, 1)));
    data.fill(9);
    expect(results.map((result) => [...result])).toEqual([[2, 3], [1, 2], [3, 4]]); // prettier-ignore
  });
});

describe('the reduction', () => {
  const options = { pooling: 'mean', normalize: false, dimension: 2 } as const;

  it('pools rows by their own lengths', () => {
    const reduce = createReduction(options);
    const data = Float32Array.of(1, 1, 3, 3, /* row 1: one token, then padding */ 5, 5, 99, 99);
    const outputs = [{ name: 'last_hidden_state', dims: [2, 2, 2], data }];
    expect(reduce({ outputs, lengths: Uint32Array.of(2, 1), sequenceLength: 2 }).map((row) => [...row])).toEqual([
      [2, 2],
      [5, 5],
    ]);
  });

  it('takes an output that is pooled already as it is', () => {
    const outputs = [{ name: 'sentence_embedding', dims: [1, 2], data: Float32Array.of(3, 4) }];
    const [row] = createReduction({ ...options, normalize: true })({
      outputs,
      lengths: Uint32Array.of(7),
      sequenceLength: 7,
    });
    expectClose(row!, [0.6, 0.8], 'row');
  });

  it('reads the output that it is told to, and refuses a graph that lacks it', () => {
    const outputs = [
      { name: 'last_hidden_state', dims: [1, 1, 2], data: Float32Array.of(9, 9) },
      { name: 'sentence_embedding', dims: [1, 2], data: Float32Array.of(1, 2) },
    ];
    const input = { outputs, lengths: Uint32Array.of(1), sequenceLength: 1 };
    expect(createReduction({ ...options, pooling: 'none', output: 1 })(input)).toEqual([Float32Array.of(1, 2)]);
    const named = createReduction({ ...options, pooling: 'none', output: 'sentence_embedding' });
    expect(named(input)).toEqual([Float32Array.of(1, 2)]);
    expect(() => createReduction({ ...options, output: 'pooler_output' })(input)).toThrow(
      'last_hidden_state, sentence_embedding',
    );
    expect(() => createReduction({ ...options, pooling: 'none', output: 0 })(input)).toThrow(ShapeMismatchError);
    expect(() => createReduction({ ...options, output: 2 })(input)).toThrow(ShapeMismatchError);
  });

  it.each([[[2, 2, 3]], [[2, 3]], [[4]], [[1, 1, 1, 2]]])('refuses an output of the shape %j', (dims) => {
    const size = dims.reduce((product, dim) => product * dim, 1);
    const outputs = [{ name: 'logits', dims, data: new Float32Array(size) }];
    const run = (): unknown => createReduction(options)({ outputs, lengths: Uint32Array.of(1), sequenceLength: 1 });
    expect(run).toThrow(ShapeMismatchError);
  });
});
