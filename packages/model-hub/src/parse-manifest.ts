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
  /** For a graph: other graphs of the package whose bytes it refers to. @default [] */
  readonly reads?: readonly string[];
}

/** Content of the `manifest.json` of a model package. Facts that it omits are absent. */
export interface ModelManifest {
  /** Name by which the model is loaded. */
  readonly model: string;
  readonly files: readonly ManifestFile[];
  /** Version of the weights. */
  readonly version?: string;
  /** License of the weights, as an SPDX identifier in lower case. */
  readonly license?: string;
  /** Kind of the model, e.g. `reranker`. */
  readonly kind?: string;
  readonly dimension?: number;
  /** Maximum input length in tokens, special tokens included. */
  readonly maxLength?: number;
  readonly pooling?: string;
  /** True when the vectors must be L2-normalized. */
  readonly normalize?: boolean;
}

/**
 * Parses the text of a manifest. Returns `undefined` when it describes no model because it belongs to another program.
 *
 * @throws {ModelFileError} when it is not JSON, or lists a file outside its directory or without a size or SHA-256.
 */
export function parseManifest(text: string, path: string): ModelManifest | undefined {
  let json: unknown;
  try {
    json = JSON.parse(withoutByteOrderMark(text));
  } catch (cause) {
    const message = 'is not valid JSON. Restore it from the source of the model.';
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
