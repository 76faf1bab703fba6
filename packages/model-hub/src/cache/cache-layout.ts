import { join } from 'node:path';

/**
 * Paths of one repository's files in Hugging Face's cache, which is shared with Python's huggingface_hub.
 *
 * A blob is named after the hash of its content. A snapshot is one commit's tree of links to blobs. A ref is a text file that contains the
 * commit of a branch or tag. An absence mark is an empty file for a path that a commit does not have.
 *
 * @see huggingface_hub 2.4.0, file_download.py, `hf_hub_download`
 */
export interface RepositoryCache {
  readonly directory: string;
  readonly blobs: string;
  blob(oid: string): string;
  snapshot(commit: string): string;
  snapshotFile(commit: string, path: string): string;
  ref(revision: string): string;
  absenceMark(commit: string, path: string): string;
  /** Path of the record that a file of a snapshot was checked. Only this package uses it; Python ignores it. */
  record(commit: string, path: string): string;
  /** Folder of a commit's records. Each is named after its file, with `.json` appended. */
  records(commit: string): string;
  /** Folder for damaged files. Only this package uses it. */
  readonly quarantine: string;
}

/** Returns the layout of `repository` below `cacheDir` without accessing any file. Paths must be contained, see `isContainedPath`. */
export function repositoryCache(cacheDir: string, repository: string): RepositoryCache {
  const directory = join(cacheDir, `models--${repository.replace('/', '--')}`);
  const blobs = join(directory, 'blobs');
  return {
    directory,
    blobs,
    blob: (oid) => join(blobs, oid),
    snapshot: (commit) => join(directory, 'snapshots', commit),
    snapshotFile: (commit, path) => join(directory, 'snapshots', commit, path),
    ref: (revision) => join(directory, 'refs', revision),
    absenceMark: (commit, path) => join(directory, '.no_exist', commit, path),
    records: (commit) => join(directory, '.checked', commit),
    record: (commit, path) => join(directory, '.checked', commit, `${path}.json`),
    quarantine: join(directory, '.quarantine'),
  };
}
