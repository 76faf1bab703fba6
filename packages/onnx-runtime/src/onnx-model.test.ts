import { getEventListeners } from 'node:events';

import type { EncodedSequence } from '@x/core';
import { allInputsGraph, lookUpGraph, pooledGraph, taskGraph } from '@x/tiny-onnx';
import fc from 'fast-check';
import type { OnnxModelOptions } from '@x/onnx-runtime';
import { describe, expect, test } from 'vitest';

import { modelOpener } from './__tests__/open-models.ts';
import { places } from './__tests__/places.ts';
import { collect, sequence } from './__tests__/sequences.ts';

const { open } = modelOpener();
const vocabulary = 50;
const lookUp = lookUpGraph({ vocabulary, hidden: 2, valueOf: (token, component) => token + component / 4 });
const expectedOf = (...ids: number[]): number[] => ids.flatMap((id) => [id, id + 0.25]);

const anySequence: fc.Arbitrary<EncodedSequence> = fc
  .tuple(fc.array(fc.tuple(fc.nat(vocabulary - 1), fc.nat(1)), { minLength: 1, maxLength: 40 }), fc.option(fc.nat()))
  .map(([tokens, seed]) => ({
    inputIds: Int32Array.from(tokens, ([id]) => id),
    tokenTypeIds: Uint8Array.from(tokens, ([, type]) => type),
    ...(seed !== null && { attendedTokens: 1 + (seed % tokens.length) }),
    truncatedTokens: 0,
  }));

describe.each(places)('a model in $isolation isolation, $runtime', (place) => {
  test('reports its runtime and what its graph declares', async () => {
    const model = await open(allInputsGraph(), { ...place });
    expect(model).toMatchObject({
      name: 'tiny',
      runtime: place.runtime,
      executionProvider: 'cpu',
      providerFailures: {},
    });
    expect(model.inputNames).toEqual(['input_ids', 'attention_mask', 'token_type_ids', 'position_ids']);
    expect(model.outputNames).toEqual(['last_hidden_state']);
    expect(model.outputShapes).toEqual([[expect.any(String), expect.any(String), 4]]);
  });

  test('returns the result of each sequence alone, in input order, however they are batched', async () => {
    const anyCase = fc.record({
      sequences: fc.array(anySequence, { maxLength: 30 }),
      batchSize: fc.integer({ min: 1, max: 9 }),
      maxBatchTokens: fc.integer({ min: 1, max: 200 }),
      padTokenId: fc.nat(vocabulary - 1).chain((id) => fc.constantFrom(id, Promise.resolve(id))),
    });
    await fc.assert(
      fc.asyncProperty(anyCase, async ({ sequences, ...options }) => {
        await using model = await open(allInputsGraph(), { ...place, ...options });
        const expected = sequences.map(({ inputIds, tokenTypeIds, attendedTokens = inputIds.length }) =>
          [...inputIds].flatMap((id, position) => [
            id,
            position < attendedTokens ? 1 : 0,
            tokenTypeIds![position]!,
            position,
          ]),
        );
        expect(await collect(model.run(sequences))).toEqual(expected);
      }),
      { numRuns: 15 },
    );
  });

  test('uses type ids of 0 for sequences without type ids, even beside a sequence that has them', async () => {
    const model = await open(allInputsGraph(), { ...place });
    const typed = { ...sequence(7, 8), tokenTypeIds: Uint8Array.of(0, 1) };
    const results = await collect(model.run([sequence(5, 6), typed]));
    expect(results).toEqual([
      [5, 1, 0, 0, 6, 1, 0, 1],
      [7, 1, 0, 0, 8, 1, 1, 1],
    ]);
  });

  test('runs a classifier with one logit, and a graph that pools by itself', async () => {
    const logits = await open(pooledGraph({ vocabulary, columns: 1, valueOf: (token) => token }), { ...place });
    expect(await collect(logits.run([sequence(1, 2), sequence(3)]))).toEqual([[3], [3]]);
    const pooled = await open(pooledGraph({ vocabulary, columns: 2, valueOf: (token, column) => token * column }), {
      ...place,
    });
    expect(await collect(pooled.run([sequence(1, 2, 4), sequence(3)]))).toEqual([
      [0, 7],
      [0, 3],
    ]);
  });

  test('gives each call its own scalar inputs while other calls run', async () => {
    const model = await open(taskGraph(), { ...place, scalarInputs: { task_id: 1 } });
    const calls = Array.from({ length: 30 }, (_, call) => ({
      sequences: [sequence(call), sequence(7, call)],
      task: call % 4,
    }));
    const results = await Promise.all(
      calls.map(({ sequences, task }) =>
        collect(model.run(sequences, task === 3 ? {} : { scalarInputs: { task_id: task } })),
      ),
    );
    const expected = calls.map(({ task }, call) => {
      const seen = task === 3 ? 1 : task;
      return [
        [call, seen],
        [7, seen, call, seen],
      ];
    });
    expect(results).toEqual(expected);
    expect(() => model.run([], { scalarInputs: { other: 1 } })).toThrow(/name of a scalar input must be .*task_id/);
    expect(() => model.run([], { scalarInputs: { task_id: 0.5 } })).toThrow(/scalarInputs\.task_id/);
  });

  test('pads every run to padToLength', async () => {
    const model = await open(lookUp, { ...place, padToLength: 12, kind: 'batchShape' });
    expect(await collect(model.run([sequence(1, 2), sequence(...Array.from({ length: 11 }, () => 3))]))).toEqual([
      [2, 12],
      [2, 12],
    ]);
    expect(await collect(model.run([sequence(...Array.from({ length: 20 }, () => 3))]))).toEqual([[1, 20]]);
  });

  test('keeps concurrent calls apart while their sequences share runs', async () => {
    const model = await open(lookUp, { ...place });
    const calls = Array.from({ length: 20 }, (_, call) => [sequence(call), sequence(call + 1, call), sequence(call)]);
    const results = await Promise.all(calls.map((sequences) => collect(model.run(sequences))));
    expect(results).toEqual(calls.map((_, call) => [expectedOf(call), expectedOf(call + 1, call), expectedOf(call)]));
    const shapes = await open(lookUp, { ...place, kind: 'batchShape' });
    const [first] = await Promise.all(calls.map((sequences) => collect(shapes.run(sequences))));
    expect(first).toEqual([
      [40, 1],
      [20, 2],
      [40, 1],
    ]);
  });

  test('reads async sources, and yields nothing for an empty one', async () => {
    const model = await open(lookUp, { ...place });
    async function* source(): AsyncGenerator<EncodedSequence> {
      yield sequence(3);
      yield sequence(4, 5);
    }
    expect(await collect(model.run(source()))).toEqual([expectedOf(3), expectedOf(4, 5)]);
    expect(await collect(model.run([]))).toEqual([]);
  });

  test('returns separate arrays, which later runs do not change', async () => {
    const model = await open(lookUp, { ...place });
    const run = model.run([sequence(1), sequence(2)]);
    const { value: first } = await run.next();
    expect((first as Float32Array).buffer.byteLength).toBe(8);
    await collect(run);
    expect([...(first as Float32Array)]).toEqual(expectedOf(1));
  });

  test('runs a repeated sequence object once, and returns a copy for each occurrence', async () => {
    const model = await open(lookUp, { ...place });
    const repeated = sequence(3);
    // The second occurrence is next to the first; the third comes after the consumer has taken both results.
    const others = Array.from({ length: 600 }, () => sequence(3));
    const sequences = [repeated, repeated, ...others, repeated];
    let wrong = 0;
    for await (const result of model.run(sequences)) {
      wrong += Number(result[0] !== 3);
      result.fill(-1);
    }
    expect(wrong).toBe(0);
    const shapes = await open(lookUp, { ...place, kind: 'batchShape' });
    expect(await collect(shapes.run([repeated, repeated, sequence(3)]))).toEqual([
      [2, 1],
      [2, 1],
      [2, 1],
    ]);
  });

  test('with sharesRepeats, returns one array for all occurrences of a sequence object', async () => {
    const model = await open(lookUp, { ...place });
    const repeated = sequence(3);
    const results: Float32Array[] = [];
    const sequences = [repeated, sequence(3), repeated];
    for await (const result of model.run(sequences, { sharesRepeats: true })) results.push(result);
    expect(results.map((result) => [...result])).toEqual([expectedOf(3), expectedOf(3), expectedOf(3)]);
    expect(results[2]).toBe(results[0]);
    expect(results[1]).not.toBe(results[0]);
  });

  test('leaves no listener on the signal of a finished call', async () => {
    const model = await open(lookUp, { ...place });
    const { signal } = new AbortController();
    const run = model.run([sequence(1)], { signal });
    await run.next();
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    await run.next();
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });
});

test('batchSize, maxBatchTokens and deterministic limit what runs together', async () => {
  const sequences = Array.from({ length: 10 }, () => sequence(1, 2, 3, 4));
  const sizes = async (limits: Partial<OnnxModelOptions>): Promise<number[]> => {
    await using model = await open(lookUp, { isolation: 'inline', kind: 'batchShape', ...limits });
    return (await collect(model.run(sequences))).map(([size]) => size!);
  };
  expect(await sizes({})).toEqual(Array(10).fill(10));
  expect(await sizes({ batchSize: 5 })).toEqual(Array(10).fill(5));
  expect(await sizes({ maxBatchTokens: 8 })).toEqual(Array(10).fill(2));
  expect(await sizes({ maxBatchTokens: 3 })).toEqual(Array(10).fill(1));
  expect(await sizes({ deterministic: true })).toEqual(Array(10).fill(1));
});
