import type { OptionKind } from '../guards/require-options.ts';

const examples: readonly (readonly [kind: OptionKind | 'none', value: unknown])[] = [
  ['text', 'text'],
  ['number', 7],
  ['boolean', true],
  ['function', () => undefined],
  ['list', ['text']],
  ['object', {}],
  ['signal', new AbortController().signal],
  ['none', null],
  ['none', Symbol('s')],
  ['none', 7n],
];

/**
 * Returns a value of every other kind, for tests that wrong options are refused. A signal also counts as an object.
 *
 * @example
 * for (const value of valuesOfOtherKinds('number')) await expect(load({ maxLength: value })).rejects.toMatchObject({ parameter: 'maxLength' });
 */
export function valuesOfOtherKinds(...kinds: readonly OptionKind[]): unknown[] {
  if (kinds.includes('any')) return [];
  const own: string[] = [...kinds];
  if (kinds.includes('object')) own.push('signal');
  if (kinds.includes('secret')) own.push('text');
  return examples.filter(([kind]) => !own.includes(kind)).map(([, value]) => value);
}
