import { ModelFileError, withoutByteOrderMark } from '@x/core';
import { isContainedPath } from './contained-path.ts';

/** One file of a model package. */
export interface ManifestFile {
  /** Relative to the manifest, with forward slashes. */
  readonly path: string;
  /** In bytes. */
  readonly size: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  /** Of a graph: other graphs of the package whose bytes it refers to. @default [] */
  readonly reads?: readonly string[];
}

/** What `manifest.json` of a model package says; facts that it leaves out are absent. */
export interface ModelManifest {
  /** The name under which the model is asked for. */
  readonly model: string;
  readonly files: readonly ManifestFile[];
  /** Version of the weights. */
  readonly version?: string;
  /** Licence of the weights, as an SPDX identifier in lower case. */
  readonly license?: string;
  /** What the model is, e.g. `reranker`. */
  readonly kind?: string;
  readonly dimension?: number;
  /** Longest input in tokens, special tokens included. */
  readonly maxLength?: number;
  readonly pooling?: string;
  /** True when vectors are to be L2-normalized. */
  readonly normalize?: boolean;
}

/**
 * What the text of a manifest says; `undefined` when it describes no model (another program's).
 *
 * @throws {ModelFileError} when it is not JSON, or lists a file outside its directory or without size or SHA-256.
 */
export function parseManifest(text: string, path: string): ModelManifest | undefined {
  let json: unknown;
  try {
    json = JSON.parse(withoutByteOrderMark(text));
  } catch (cause) {
    const message = 'is not valid JSON. Restore it from where the model came from.';
    throw new ModelFileError({ path, problem: 'invalid', message, cause });
  }
  if (!isRecord(json) || typeof json.model !== 'string' || !Array.isArray(json.files)) return undefined;
  return {
    model: json.model,
    files: json.files.map((file: unknown, index) => parseFile(file, index, path)),
    ...(typeof json.version === 'string' && { version: json.version }),
    ...(typeof json.license === 'string' && { license: json.license }),
    ...(typeof json.kind === 'string' && { kind: json.kind }),
    ...(typeof json.dim === 'number' && { dimension: json.dim }),
    ...(typeof json.max_length === 'number' && { maxLength: json.max_length }),
    ...(typeof json.pooling === 'string' && { pooling: json.pooling }),
    ...(typeof json.normalize === 'boolean' && { normalize: json.normalize }),
  };
}

function parseFile(file: unknown, index: number, manifestPath: string): ManifestFile {
  if (
    isRecord(file) &&
    typeof file.path === 'string' &&
    isContainedPath(file.path) &&
    Number.isSafeInteger(file.size) &&
    typeof file.sha256 === 'string' &&
    /^[0-9a-f]{64}$/.test(file.sha256) &&
    (file.reads === undefined || isListOfTexts(file.reads))
  ) {
    const { path, size, sha256, reads } = file;
    return { path, size: Number(size), sha256, ...(reads !== undefined && { reads }) };
  }
  const message = `files[${index}] must have a path inside the directory, a size in bytes, a SHA-256 in lower-case hexadecimal and, if any, a list of the paths that it reads.`;
  throw new ModelFileError({ path: manifestPath, problem: 'invalid', message });
}

function isListOfTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
