import { InvalidArgumentError } from '@x/core';

/**
 * In a browser models of the catalogue are loaded, whose modules are known.
 *
 * @throws {InvalidArgumentError} always.
 */
export async function readModelModules(directory: string): Promise<never> {
  const expected = 'a model of the catalogue in a browser, where no modules.json is read';
  throw new InvalidArgumentError({ parameter: 'modelPath', value: directory, expected });
}
