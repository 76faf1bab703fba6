import assert from 'node:assert/strict';

import { InvalidArgumentError } from '../errors/invalid-argument-error.ts';
import type { OptionKind } from '../guards/require-options.ts';
import type { ConformanceCase } from './conformance-case.ts';
import { misspeltNames } from './misspelt-names.ts';
import { valuesOfOtherKinds } from './values-of-other-kinds.ts';

/** A function that takes options. */
export interface FunctionOfOptions {
  readonly name: string;
  /** The kind of each option. */
  readonly kinds: Readonly<Record<string, OptionKind | readonly OptionKind[]>>;
  /** Calls the function with options, or with another value in place of them. */
  readonly call: (options: never) => unknown;
  /** Options that each call needs, besides the one under test. @default {} */
  readonly defaults?: object;
  /** Options besides secrets whose values errors must not show. @default [] */
  readonly hidden?: readonly string[];
  /** What errors call the options. @default 'options' */
  readonly parameter?: string;
}

/**
 * Returns the cases that functions refuse options of other kinds, values in place of the options, and misspelled names, with an
 * `InvalidArgumentError` that names the option.
 *
 * @example
 * const cases = optionConformance([{ name: 'load', kinds: { maxLength: 'number' }, call: (options) => load('a', options) }]);
 * test.each(cases)('$name', ({ run }) => run());
 */
export function optionConformance(functions: readonly FunctionOfOptions[]): ConformanceCase[] {
  return functions.flatMap((tested) => [
    { name: `${tested.name} refuses each option of another kind`, run: () => refusesOtherKinds(tested) },
    { name: `${tested.name} refuses a value that is not an object of options`, run: () => refusesOtherValues(tested) },
    { name: `${tested.name} refuses a misspelled name, and suggests the right one`, run: () => refusesNames(tested) },
  ]);
}

async function refusesOtherKinds({ kinds, call, defaults, hidden = [] }: FunctionOfOptions): Promise<void> {
  for (const [parameter, given] of Object.entries(kinds)) {
    const allowed = [given].flat();
    for (const value of valuesOfOtherKinds(...allowed)) {
      const error = await refusal(() => call({ ...defaults, [parameter]: value } as never));
      const shown = allowed.includes('secret') || hidden.includes(parameter) ? typeof value : value;
      assert.deepEqual([error.parameter, error.value], [parameter, shown], error.message);
    }
  }
}

async function refusesOtherValues({ call, parameter = 'options' }: FunctionOfOptions): Promise<void> {
  for (const value of valuesOfOtherKinds('object')) {
    const error = await refusal(() => call(value as never));
    assert.deepEqual([error.parameter, error.value], [parameter, value], error.message);
  }
}

async function refusesNames({ kinds, call, defaults, parameter = 'options' }: FunctionOfOptions): Promise<void> {
  const names = Object.keys(kinds);
  for (const value of misspeltNames(names)) {
    const error = await refusal(() => call({ ...defaults, [value]: 1 } as never));
    assert.deepEqual([error.parameter, error.value], [`name in ${parameter}`, value], error.message);
  }
  for (const name of names) {
    const { message } = await refusal(() => call({ ...defaults, [`${name}_`]: 1 } as never));
    // A shorter name has too many similar ones.
    assert.match(message, name.length < 3 ? /has no option/ : new RegExp(`Did you mean .*\\b${name}\\b`));
  }
}

async function refusal(work: () => unknown): Promise<InvalidArgumentError> {
  try {
    await work();
  } catch (error) {
    if (InvalidArgumentError.isInstance(error)) return error;
    throw error;
  }
  throw new assert.AssertionError({ message: 'the call must reject with an InvalidArgumentError' });
}
