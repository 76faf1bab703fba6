/**
 * True when `path` is relative, written with forward slashes, and cannot leave the directory that it is joined to, on any
 * platform: no `..`, no empty or `.` segment, no backslash, no drive letter or stream (`:`), no control character.
 *
 * @example
 * isContainedPath('onnx/model.onnx'); // => true
 * isContainedPath('../.ssh/config'); // => false
 */
export function isContainedPath(path: string): boolean {
  return (
    /^[^\\:\p{Cc}]+$/u.test(path) &&
    path.split('/').every((segment) => segment !== '' && segment !== '.' && segment !== '..')
  );
}
