// Tests a model with several reductions; each run uses one of them.
import { InvalidArgumentError, ShapeMismatchError } from '@x/core';
import { lookUpGraph } from '@x/tiny-onnx';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { modelOpener } from './__tests__/open-models.ts';
import { collect, rejectionOf, sequence } from './__tests__/sequences.ts';
import type { Isolation } from './onnx-model-options.ts';

const { open, newGate } = modelOpener();
const vocabulary = 50;
const lookUp = lookUpGraph({ vocabulary, hidden: 1, valueOf: (token) => token });
const namedKinds = { negated: 'negated', shape: 'batchShape', broken: 'wrongShape' } as const;

describe.each<Isolation>(['worker', 'process', 'inline'])('in %s isolation', (isolation) => {
  test('each call gets the results of its own reduction while other calls run', async () => {
    await using model = await open(lookUp, { isolation, namedKinds, maxBatchTokens: 40 });
    const anyCall = fc.record({
      isNamed: fc.boolean(),
      sequences: fc.array(fc.array(fc.integer({ min: 1, max: vocabulary - 1 }), { minLength: 1, maxLength: 9 }), {
        maxLength: 9,
      }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(anyCall, { maxLength: 8 }), async (calls) => {
        const results = await Promise.all(
          calls.map(({ isNamed, sequences }) =>
            collect(
              model.run(
                sequences.map((ids) => sequence(...ids)),
                isNamed ? { reduction: 'negated' } : {},
              ),
            ),
          ),
        );
        const expected = calls.map(({ isNamed, sequences }) =>
          sequences.map((ids) => ids.map((id) => (isNamed ? -id : id))),
        );
        expect(results).toEqual(expected);
      }),
      { numRuns: 20 },
    );
  });

  test('a reduction receives the ids of its sequences, concatenated without padding', async () => {
    const model = await open(lookUp, { isolation, kind: 'ids' });
    const results = await collect(model.run([sequence(7, 8, 9, 9), sequence(4, 5, 6), sequence(1, 2, 3, 4)]));
    expect(results).toEqual([
      [3, 7, 8, 9, 9],
      [3, 4, 5, 6],
      [3, 1, 2, 3, 4],
    ]);
  });

  test('sequences with the same reduction share runs, those with different ones do not', async () => {
    const model = await open(lookUp, { isolation, namedKinds, kind: 'batchShape' });
    const ids = [sequence(1), sequence(2), sequence(3)];
    const results = await Promise.all([
      collect(model.run(ids)),
      collect(model.run(ids, { reduction: 'shape' })),
      collect(model.run(ids.slice(1), { reduction: 'shape' })),
    ]);
    expect(results.map((shapes) => shapes[0])).toEqual([
      [3, 1],
      [5, 1],
      [5, 1],
    ]);
  });

  test('a failing reduction does not affect calls with another reduction', async () => {
    const model = await open(lookUp, { isolation, namedKinds });
    const good = collect(model.run([sequence(4), sequence(5)]));
    const error = await rejectionOf(collect(model.run([sequence(6), sequence(7)], { reduction: 'broken' })));
    expect(error).toBeInstanceOf(ShapeMismatchError);
    expect(await good).toEqual([[4], [5]]);
  });
});

test('an unknown reduction is refused before any sequence is read', async () => {
  const unread: Iterable<never> = {
    [Symbol.iterator]: () => {
      throw new Error('read');
    },
  };
  const model = await open(lookUp, { isolation: 'inline', namedKinds });
  for (const reduction of ['other', 'toString', 'reduction', 7 as never]) {
    expect(() => model.run(unread, { reduction })).toThrow(InvalidArgumentError);
  }
  expect(() => model.run(unread, { reduction: 'other' })).toThrow(/was opened with \('negated', 'shape', 'broken'\)/);
  const plain = await open(lookUp, { isolation: 'inline' });
  expect(() => plain.run(unread, { reduction: 'shape' })).toThrow(/was opened with \(none\)/);
});

test('a process that replaces a killed one knows every reduction', async () => {
  const gate = newGate();
  const model = await open(lookUp, { isolation: 'process', gate, namedKinds });
  await gate.killChild();
  expect(await collect(model.run([sequence(7)], { reduction: 'shape' }))).toEqual([[1, 1]]);
  expect(await collect(model.run([sequence(7)]))).toEqual([[7]]);
});
