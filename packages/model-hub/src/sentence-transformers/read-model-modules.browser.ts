import { InvalidArgumentError } from '@x/core';

/**
 * Always throws: browsers only load models of the catalogue, whose modules are known.
 *
 * @throws {InvalidArgumentError} always.
 */
export async function readModelModules(directory: string): Promise<never> {
  const expected = 'the folder of a catalogue model';
  const advice = 'Browsers do not read the modules.json of other models.';
  throw new InvalidArgumentError({ parameter: 'modelPath', value: directory, expected, advice });
}
