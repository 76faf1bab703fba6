import { describe, expect, it } from 'vitest';
import { countComponents } from './count-components.ts';

describe('countComponents', () => {
  it.each<[string, unknown, number]>([
    ['a dense vector', [1, 2, 3], 3],
    ['a typed array', new Float32Array(5), 5],
    ['rows', [[1, 2], new Float32Array(2), [3, 4]], 6], // prettier-ignore
    ['a sparse vector by indices and values', { words: { indices: new Uint32Array(4), values: [1, 2, 3, 4] } }, 8],
    ['vectors of several names', { title: [1, 2], tokens: [[1, 2], [3, 4]] }, 6], // prettier-ignore
    ['a text that is not embedded yet', { title: { text: 'a ship', model: 'any', options: { stops: ['a', 'b'] } } }, 0],
    ['no vector', null, 0],
  ])('counts %s', (_, vector, count) => {
    expect(countComponents({ id: 1, vector })).toBe(count);
  });

  it.each([undefined, null, 7, 'text', {}])('counts 0 for %j, which is not a point', (value) => {
    expect(countComponents(value)).toBe(0);
  });
});
