import { readWebFile } from '@x/core';

/** The address of a file of a model's folder. */
export function fileOf(directory: string, name: string): string {
  return `${directory}/${name}`;
}

/** The text of a file; `undefined` when there is none. */
export async function readFileText(address: string): Promise<string | undefined> {
  return (await readWebFile(address))?.text();
}
