import { readWebFile } from '@x/core';

/** Returns the address of a file in a model directory. */
export function fileOf(directory: string, name: string): string {
  return `${directory}/${name}`;
}

/** Returns the text of a file; `undefined` when the file does not exist. */
export async function readFileText(address: string): Promise<string | undefined> {
  return (await readWebFile(address))?.text();
}
