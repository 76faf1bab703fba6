import { typedOutputGraph } from '@x/tiny-onnx';
import { describe, expect, it } from 'vitest';

import { modelOpener } from '../__tests__/open-models.ts';
import { collect, sequence } from '../__tests__/sequences.ts';

const { open } = modelOpener();

describe('a graph in half precision', () => {
  it('returns its results in float32', async () => {
    const model = await open(typedOutputGraph('float16'), { isolation: 'inline' });
    expect(await collect(model.run([sequence(1, 2, 2048)]))).toEqual([[1, 2, 2048]]);
  });
});
