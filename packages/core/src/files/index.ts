export { makeFolder } from './make-folder.ts';
export { openFile } from './open-file.ts';
