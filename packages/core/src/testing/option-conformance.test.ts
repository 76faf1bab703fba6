import { describe, expect, test } from 'vitest';

import { requireOptions } from '../guards/require-options.ts';
import { optionConformance } from './option-conformance.ts';

const kinds = { limit: 'number', apiKey: 'secret', query: ['text', 'list'] } as const;
const correct = { name: 'find', kinds, call: (options: object) => requireOptions(options, kinds) };

describe('optionConformance', () => {
  test.each(optionConformance([correct]))('$name', ({ run }) => run());

  test.each([
    ['ignores an option', { limit: 'any', apiKey: 'secret', query: ['text', 'list'] } as const, [0]],
    ['accepts an option that the table lacks', { ...kinds, limits: 'number' } as const, [2]],
  ])('fails for a function that %s', async (_, accepted, failing) => {
    const call = (options: object) => requireOptions(options, accepted);
    const cases = optionConformance([{ ...correct, call }]);
    const outcomes = await Promise.allSettled(cases.map(({ run }) => run()));
    const failed = outcomes.flatMap(({ status }, index) => (status === 'rejected' ? [index] : []));
    expect(failed).toEqual(failing);
  });

  test('fails for a function that accepts other values in place of the options', async () => {
    const call = (options: unknown) =>
      typeof options === 'object' && options !== null && !Array.isArray(options) && requireOptions(options, kinds);
    const cases = optionConformance([{ ...correct, call }]);
    await expect(cases[1]!.run()).rejects.toThrow('the call must reject with an InvalidArgumentError');
  });
});
