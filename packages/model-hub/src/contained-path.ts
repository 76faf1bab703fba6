/**
 * Returns true when `path` is relative, uses forward slashes, and cannot leave the directory that it is joined to on any platform. It must not contain
 * `..`, an empty or `.` segment, a backslash, a drive letter or stream (`:`), or a control character.
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
