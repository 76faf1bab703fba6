import { readFile } from 'node:fs/promises';

import { normalizeInPlace } from '@x/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { poolTokens } from './token-pooling.ts';

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

// Created with FastEmbed's own functions and numpy; see `how` in the file.
const fixture = new URL('../__fixtures__/pooling.json', import.meta.url);
const { cases } = JSON.parse(await readFile(fixture, 'utf8')) as { cases: GoldenCase[] };

function expectClose(actual: Float32Array, expected: readonly number[], label: string): void {
  expect(actual.length, label).toBe(expected.length);
  for (const [component, value] of expected.entries()) {
    const tolerance = Math.max(Math.abs(value) * 1e-6, 1e-30);
    expect(Math.abs(actual[component]! - value), `${label} [${component}]`).toBeLessThanOrEqual(tolerance);
  }
}

describe('the pooling of tokens', () => {
  it.each(cases.map((golden) => [golden.id, golden] as const))("equals FastEmbed's in the case %s", (_, golden) => {
    const [, tokens, hidden] = golden.shape;
    const pools = { mean: poolTokens.mean, cls: poolTokens.cls, last_token: poolTokens.lastToken };
    for (const [name, pool] of Object.entries(pools) as ['mean' | 'cls' | 'last_token', typeof poolTokens.mean][]) {
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
  it('returns the token itself as the mean of equal tokens, for any mask', () => {
    const float = fc.float({ noNaN: true, min: -1000, max: 1000 });
    const tokens = fc.array(float, { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(tokens, fc.array(fc.boolean(), { minLength: 1 }), (token, kept) => {
        const mask = Uint8Array.from([1, ...kept.map(Number)]);
        const data = Float32Array.from(Array.from(mask, () => token).flat());
        expectClose(poolTokens.mean(data, token.length, mask), Array.from(Float32Array.from(token)), 'mean');
      }),
    );
  });

  it('returns copies, so that reusing the output buffer does not change a result', () => {
    const data = Float32Array.of(1, 2, 3, 4);
    const results = Object.values(poolTokens).map((pool) => pool(data, 2, Uint8Array.of(1, 1)));
    data.fill(9);
    expect(results.map((result) => [...result])).toEqual([[2, 3], [1, 2], [3, 4]]); // prettier-ignore
  });
});
