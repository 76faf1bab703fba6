import { InferenceError } from '@x/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';

import { type KnownInput, layOutInputs, requireKnownInputs } from './lay-out-inputs.ts';

const names: readonly KnownInput[] = ['input_ids', 'attention_mask', 'token_type_ids', 'position_ids'];

interface Row {
  readonly ids: readonly number[];
  readonly types: readonly number[];
  readonly attended: number;
}

const anyRow: fc.Arbitrary<Row> = fc
  .tuple(fc.array(fc.tuple(fc.nat(2 ** 31 - 1), fc.nat(255)), { maxLength: 12 }), fc.nat())
  .map(([tokens, seed]) => ({
    ids: tokens.map(([id]) => id),
    types: tokens.map(([, type]) => type),
    attended: seed % (tokens.length + 1),
  }));

interface Padding {
  readonly padTokenId: number;
  readonly padToLength: number;
}

/** Computes the same array cell by cell, in the simplest way. */
function naively(rows: readonly Row[], name: KnownInput, padding: Padding): bigint[] {
  const { padTokenId, padToLength } = padding;
  const width = Math.max(padToLength, ...rows.map(({ ids }) => ids.length));
  return rows.flatMap(({ ids, types, attended }) =>
    Array.from({ length: width }, (_, position) => {
      const isReal = position < ids.length;
      if (name === 'input_ids') return BigInt(isReal ? ids[position]! : padTokenId);
      if (!isReal) return 0n;
      return BigInt(
        { attention_mask: position < attended ? 1 : 0, token_type_ids: types[position]!, position_ids: position }[name],
      );
    }),
  );
}

test('rows are laid out like in a naive implementation', () => {
  fc.assert(
    fc.property(
      fc.array(anyRow, { maxLength: 8 }),
      fc.subarray([...names]),
      fc.record({ padTokenId: fc.nat(2 ** 31 - 1), padToLength: fc.nat(20) }),
      fc.record({ hasTypes: fc.boolean(), hasAttended: fc.boolean() }),
      (rows, wanted, padding, { hasTypes, hasAttended }) => {
        const batch = {
          padTokenId: padding.padTokenId,
          inputIds: Int32Array.from(rows.flatMap(({ ids }) => ids)),
          lengths: Uint32Array.from(rows, ({ ids }) => ids.length),
          ...(hasTypes && { tokenTypeIds: Uint8Array.from(rows.flatMap(({ types }) => types)) }),
          ...(hasAttended && { attendedLengths: Uint32Array.from(rows, ({ attended }) => attended) }),
        };
        const { sequenceLength, arrays } = layOutInputs(batch, wanted, padding.padToLength);
        const known = rows.map(({ ids, types, attended }) => ({
          ids,
          types: hasTypes ? types : ids.map(() => 0),
          attended: hasAttended ? attended : ids.length,
        }));
        expect(sequenceLength).toBe(Math.max(padding.padToLength, ...rows.map(({ ids }) => ids.length)));
        expect([...arrays.keys()]).toEqual(wanted);
        for (const name of wanted) expect([...arrays.get(name)!]).toEqual(naively(known, name, padding));
      },
    ),
  );
});

test('an unknown graph input is refused, and the error names it', () => {
  expect(requireKnownInputs('m', names)).toEqual(names);
  const refuse = (): unknown => requireKnownInputs('m', ['input_ids', 'pixel_values']);
  expect(refuse).toThrow(InferenceError);
  expect(refuse).toThrow('needs the input "pixel_values"');
});

test('a scalar input is not made from text, and is refused when the graph has no such input', () => {
  expect(requireKnownInputs('m', ['input_ids', 'task_id'], ['task_id'])).toEqual(['input_ids']);
  const refuse = (): unknown => requireKnownInputs('m', ['input_ids'], ['task_id']);
  expect(refuse).toThrow(InferenceError);
  expect(refuse).toThrow('has no input "task_id"');
});
