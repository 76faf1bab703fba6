import { isAbsolute } from 'node:path';

/** Returns whether a name leads only upward: `''`, the folder of the index folder, or `..`, `../..` and so on, the folders above it. */
export function isUpward(name: string): boolean {
  return /^(\.\.(\/\.\.)*)?$/.test(name);
}

/** Returns whether a file or folder is one of `folders` or below one of them. All are names in the index, as `IndexLocation.keyOf` returns them. */
export function isBelow(name: string, folders: readonly string[]): boolean {
  return folders.some((folder) => {
    if (!isUpward(folder)) return name === folder || name.startsWith(`${folder}/`);
    // On Windows, a name on another drive is an absolute path, which is below none of these folders.
    return !isAbsolute(name) && levelsUp(name) <= levelsUp(folder);
  });
}

/** Returns the files that are one of `folders` or below one of them. */
export function filesBelow(folders: readonly string[], files: Iterable<string>): string[] {
  return [...files].filter((file) => isBelow(file, folders));
}

/** Returns the number of `..` that a name starts with. */
function levelsUp(name: string): number {
  const names = name.split('/');
  const first = names.findIndex((each) => each !== '..');
  return first === -1 ? names.length : first;
}
