import { InvalidArgumentError } from '@x/core';

/**
 * Always throws: browsers only load models of the catalogue, whose modules are known.
 *
 * @throws {InvalidArgumentError} always.
 */
export async function readModelModules(directory: string): Promise<never> {
  const expected = 'the folder of a catalogue model, because browsers do not read modules.json';
  throw new InvalidArgumentError({ parameter: 'modelPath', value: directory, expected });
}
