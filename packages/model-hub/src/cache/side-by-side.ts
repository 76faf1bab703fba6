import { constants } from 'node:fs';
import { chmod, copyFile, link, realpath, stat, utimes } from 'node:fs/promises';
import { dirname, join, posix, relative, sep } from 'node:path';
import { followSignal, ModelFileError } from '@x/core';
import { makeFolder, openFile } from '@x/core/files';
import { replaceFile } from './cache-write.ts';
import { fileSize, isMissing, isSystemError } from '../file-status.ts';
import { externalDataBeside } from '../model-files.ts';
import type { ModelRequest } from '../model-request.ts';
import { removeAbandoned } from './remove-abandoned.ts';
import type { ResolvedModel } from '../resolved-model.ts';
import { inTurn } from './in-turn.ts';
import { lockFile } from './lock-file.ts';
import { noteOrigin, sideBySideFolder } from './side-by-side-folders.ts';

/**
 * Ensures that ONNX Runtime can read the external data of a graph. ONNX Runtime follows links, and refuses data outside the folder of the graph:
 * https://github.com/microsoft/onnxruntime (`External data path escapes model directory`).
 *
 * When the links of graph and data lead to one folder, the model is returned unchanged. Otherwise both get a second name (a hard link, else a copy)
 * in a separate folder, and `modelFile` is the path there. This is the case in the store that huggingface_hub shares between repositories since
 * 1.32. For the reasons and the folder, see docs/decisions/0106-external-data-side-by-side.md.
 *
 * @throws {ModelFileError} when neither a link nor a copy can be created.
 */
export async function placeSideBySide(found: ResolvedModel, request: ModelRequest): Promise<ResolvedModel> {
  const { directory, modelFile } = found;
  if (!modelFile.endsWith('.onnx')) return found;
  const graph = relative(directory, modelFile).replaceAll('\\', '/');
  const data = await listData(found, graph, request);
  if (await isReachable(modelFile, data, directory)) return found;
  const folder = sideBySideFolder(request.cacheDir, directory);
  const placed = { ...found, modelFile: join(folder, graph) };
  try {
    // The graph comes last: when it exists, all files exist.
    const missing = await withoutPlace([...data, graph], { directory, folder });
    if (missing.length > 0) await place(missing, { directory, folder, request });
  } catch (cause) {
    if (!isSystemError(cause)) throw cause;
    const rule = `ONNX Runtime reads external data only from the folder of the model, and links lead to another folder for ${data.join(', ')}`;
    const message = `cannot be loaded from there: ${rule}. Neither a link nor a copy can be created in ${folder} (${cause.message}). Free disk space, correct the folder's permissions, choose another cacheDir, or run "npx @x/model-hub export" and pass its folder as modelPath.`;
    throw new ModelFileError({ path: modelFile, problem: 'invalid', message, cause });
  }
  return placed;
}

/**
 * Returns the files beside or below the graph that it may read, relative to the directory: those in `additionalFiles` and the manifest, and files named
 * like external data.
 */
async function listData(
  { directory, manifest }: ResolvedModel,
  graph: string,
  { additionalFiles }: ModelRequest,
): Promise<string[]> {
  const folder = posix.dirname(graph);
  const named = additionalFiles.flatMap((file) => [file, posix.join(folder, posix.basename(file))]);
  const reads = manifest?.files.find(({ path }) => path === graph)?.reads ?? [];
  const data: string[] = [];
  for (const path of new Set([...named, ...reads, ...(await externalDataBeside(directory, graph))])) {
    const isBelow = folder === '.' || path.startsWith(`${folder}/`);
    if (!isBelow || path.endsWith('.json') || path === graph) continue;
    if ((await fileSize(join(directory, path))) !== undefined) data.push(path);
  }
  return data;
}

/** Returns true when ONNX Runtime accepts all data files: they are below the folder of the graph or of its link target. */
async function isReachable(modelFile: string, data: readonly string[], directory: string): Promise<boolean> {
  if (data.length === 0) return true;
  const folders = [await realpath(dirname(modelFile)), dirname(await realpath(modelFile))];
  const places = await Promise.all(data.map((path) => realpath(join(directory, path))));
  return places.every((path) => folders.some((folder) => path.startsWith(folder + sep)));
}

/** The directory of a model, and the folder in which its files get a second name. */
interface Folders {
  readonly directory: string;
  readonly folder: string;
}

async function withoutPlace(paths: readonly string[], { directory, folder }: Folders): Promise<string[]> {
  const missing: string[] = [];
  for (const path of paths) if (!(await isSame(join(directory, path), join(folder, path)))) missing.push(path);
  return missing;
}

/** Copies have the modification time of their source, which some file systems round to two seconds. */
const coarsestTimeMs = 2000;

/** Returns true for two names of one file, and for a copy with the size and modification time of its source. */
async function isSame(source: string, target: string): Promise<boolean> {
  try {
    const [a, b] = await Promise.all([source, target].map((path) => stat(path, { bigint: true })));
    if (a!.dev === b!.dev && a!.ino === b!.ino) return true;
    return a!.size === b!.size && Math.abs(Number(a!.mtimeMs - b!.mtimeMs)) <= coarsestTimeMs;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

/** Creates the names in only one of all processes and calls. Each file appears atomically, so readers of the folder see only complete files. */
async function place(
  paths: readonly string[],
  { directory, folder, request }: Folders & { readonly request: ModelRequest },
): Promise<void> {
  const { clock } = request;
  using own = followSignal(request.signal);
  const { signal } = own;
  await inTurn(folder, signal, async () => {
    await makeFolder(folder);
    await using _ = await lockFile(`${folder}.lock`, { clock, signal });
    await noteOrigin(request.cacheDir, directory);
    for (const path of await withoutPlace(paths, { directory, folder })) {
      signal.throwIfAborted();
      const target = join(folder, path);
      await makeFolder(dirname(target));
      await removeAbandoned(dirname(target), clock.now());
      // A hard link to a symbolic link would be a symbolic link again.
      const content = await realpath(join(directory, path));
      await replaceFile(target, (temporary) => linkOrCopy(content, temporary));
    }
  });
}

async function linkOrCopy(content: string, target: string): Promise<void> {
  try {
    await link(content, target);
  } catch {
    // The target is on another drive, the file system has no hard links, or the file belongs to another user.
    await copyFile(content, target, constants.COPYFILE_FICLONE);
    const { atime, mtime, mode } = await stat(content);
    // Python's shared files are read-only, and flushing the copy needs write permission.
    await chmod(target, mode | 0o200);
    await using copy = await openFile(target, 'r+');
    await copy.sync();
    await utimes(target, atime, mtime);
  }
}
