import { dynamicInt8Graph } from '@x/tiny-onnx';
import { describe, expect, it } from 'vitest';

import { modelOpener } from './__tests__/open-models.ts';
import { collect, sequence } from './__tests__/sequences.ts';

const { open } = modelOpener();
// The value of token 9 is so large that it makes the quantization scale of its whole batch coarse.
const graph = dynamicInt8Graph({ vocabulary: 10, hidden: 1, valueOf: (token) => (token === 9 ? 1000 : token / 7) });
const batch = [sequence(1, 2), sequence(9, 9), sequence(3, 4)];

describe('a dynamically quantized graph', () => {
  it('returns a different result when a sequence shares its batch', async () => {
    const model = await open(graph, { isolation: 'inline' });
    const [alone] = await collect(model.run([batch[0]!]));
    const [together] = await collect(model.run(batch));
    expect(together).not.toEqual(alone);
  });

  it('returns the same result in any batch when the model is deterministic', async () => {
    const model = await open(graph, { isolation: 'inline', deterministic: true });
    const together = await collect(model.run(batch));
    for (const [index, one] of batch.entries()) {
      expect((await collect(model.run([one])))[0]).toEqual(together[index]);
    }
  });
});
