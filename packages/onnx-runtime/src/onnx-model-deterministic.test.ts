import { dynamicInt8Graph } from '@x/tiny-onnx';
import { describe, expect, it } from 'vitest';

import { modelOpener } from './__tests__/open-models.ts';
import { collect, sequence } from './__tests__/sequences.ts';

const { open } = modelOpener();
// Token 9 has a value so large that it coarsens the scale of whatever shares its batch.
const graph = dynamicInt8Graph({ vocabulary: 10, hidden: 1, valueOf: (token) => (token === 9 ? 1000 : token / 7) });
const company = [sequence(1, 2), sequence(9, 9), sequence(3, 4)];

describe('a dynamically quantised graph', () => {
  it('answers a sequence differently in different company', async () => {
    const model = await open(graph, { isolation: 'inline' });
    const [alone] = await collect(model.run([company[0]!]));
    const [together] = await collect(model.run(company));
    expect(together).not.toEqual(alone);
  });

  it('answers it the same in any company when the model is deterministic', async () => {
    const model = await open(graph, { isolation: 'inline', deterministic: true });
    const together = await collect(model.run(company));
    for (const [index, one] of company.entries()) {
      expect((await collect(model.run([one])))[0]).toEqual(together[index]);
    }
  });
});
