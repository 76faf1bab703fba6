// Records a hash of the file from which an installation was made.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const NAME = '.installed-from';

/**
 * Returns whether an installation was made from the current content of a file.
 *
 * @param {string} installation folder
 * @param {string} source file that determines what is installed
 */
export function isUpToDate(installation, source) {
  try {
    return readFileSync(join(installation, NAME), 'utf8') === fingerprint(source);
  } catch {
    return false;
  }
}

/**
 * Records that an installation was made from the current content of a file.
 *
 * @param {string} installation
 * @param {string} source
 */
export function markUpToDate(installation, source) {
  writeFileSync(join(installation, NAME), fingerprint(source));
}

/** @param {string} file */
function fingerprint(file) {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
