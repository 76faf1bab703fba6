import { join } from 'node:path';

/**
 * Where one repository's files lie in Hugging Face's cache, which Python's huggingface_hub shares.
 *
 * A blob is named by the hash of its content; a snapshot is one commit's tree of links to blobs; a ref is a text file that
 * holds the commit a branch or tag stood at; an absence mark is an empty file for a path that a commit does not have.
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
  /** Where it is recorded that a file of a snapshot was checked; ours alone, Python passes it over. */
  record(commit: string, path: string): string;
  /** The folder of a commit's records, each called as the file and `.json`. */
  records(commit: string): string;
  /** Where damaged files go; ours alone. */
  readonly quarantine: string;
}

/** The layout of `repository` below `cacheDir`; touches no file. Paths must be contained, see `isContainedPath`. */
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

/** True for a full commit id, which needs no ref. */
export function isCommit(revision: string): boolean {
  return /^[0-9a-f]{40}$/.test(revision);
}
