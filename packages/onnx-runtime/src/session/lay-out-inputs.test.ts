import { InferenceError } from '@x/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';

import { type KnownInput, layOutInputs, requireKnownInputs } from './lay-out-inputs.ts';

const names: readonly KnownInput[] = ['input_ids', 'attention_mask', 'token_type_ids', 'position_ids'];

interface Row {
  readonly ids: readonly number[];
  readonly types: readonly number[];
}

const anyRow: fc.Arbitrary<Row> = fc
  .array(fc.tuple(fc.nat(2 ** 31 - 1), fc.nat(255)), { maxLength: 12 })
  .map((tokens) => ({ ids: tokens.map(([id]) => id), types: tokens.map(([, type]) => type) }));

type Padding = Parameters<typeof layOutInputs>[2];

/** The same, cell by cell and with the slow, obvious arithmetic. */
function naively(rows: readonly Row[], name: KnownInput, padding: Required<Padding>): bigint[] {
  const { padTokenId, padToLength } = padding;
  const width = Math.max(padToLength, ...rows.map(({ ids }) => ids.length));
  return rows.flatMap(({ ids, types }) =>
    Array.from({ length: width }, (_, position) => {
      const isReal = position < ids.length;
      if (name === 'input_ids') return BigInt(isReal ? ids[position]! : padTokenId);
      if (!isReal) return 0n;
      return BigInt({ attention_mask: 1, token_type_ids: types[position]!, position_ids: position }[name]);
    }),
  );
}

test('rows are laid out as a naive twin does it', () => {
  fc.assert(
    fc.property(
      fc.array(anyRow, { maxLength: 8 }),
      fc.subarray([...names]),
      fc.record({ padTokenId: fc.nat(2 ** 31 - 1), padToLength: fc.nat(20) }),
      fc.boolean(),
      (rows, wanted, padding, hasTypes) => {
        const batch = {
          inputIds: Int32Array.from(rows.flatMap(({ ids }) => ids)),
          lengths: Uint32Array.from(rows, ({ ids }) => ids.length),
          ...(hasTypes && { tokenTypeIds: Uint8Array.from(rows.flatMap(({ types }) => types)) }),
        };
        const { sequenceLength, arrays } = layOutInputs(batch, wanted, padding);
        const known = hasTypes ? rows : rows.map(({ ids }) => ({ ids, types: ids.map(() => 0) }));
        expect(sequenceLength).toBe(Math.max(padding.padToLength, ...rows.map(({ ids }) => ids.length)));
        expect([...arrays.keys()]).toEqual(wanted);
        for (const name of wanted) expect([...arrays.get(name)!]).toEqual(naively(known, name, padding));
      },
    ),
  );
});

test('an input that cannot be made from text is refused by its name', () => {
  expect(requireKnownInputs('m', names)).toEqual(names);
  const refuse = (): unknown => requireKnownInputs('m', ['input_ids', 'pixel_values']);
  expect(refuse).toThrow(InferenceError);
  expect(refuse).toThrow('needs the input "pixel_values"');
});

test('a scalar input is not made from text, and is refused where the graph has none of that name', () => {
  expect(requireKnownInputs('m', ['input_ids', 'task_id'], ['task_id'])).toEqual(['input_ids']);
  const refuse = (): unknown => requireKnownInputs('m', ['input_ids'], ['task_id']);
  expect(refuse).toThrow(InferenceError);
  expect(refuse).toThrow('has no input "task_id"');
});
