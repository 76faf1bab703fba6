import { ModelFileError } from '@x/core';

/** A value of a model file that cannot be used. */
export interface RefusedValue {
  readonly path: string;
  readonly key: string;
  readonly value: unknown;
  /** What the value must be, e.g. `true or false`. */
  readonly expected: string;
}

const maxShownCharacters = 80;

/** Returns the error for a value that Python would read in another way, or refuse. */
export function refusedValue({ path, key, value, expected }: RefusedValue): ModelFileError {
  const text = JSON.stringify(value);
  const shown = text.length > maxShownCharacters ? `${text.slice(0, maxShownCharacters)}…` : text;
  const message = `its ${key} is ${shown}, not ${expected}. Correct the value, or remove the key for its default.`;
  return new ModelFileError({ path, problem: 'invalid', message });
}
