import type { ModelFileProblem } from '@x/core';
import { openFile } from '@x/core/files';

const signs: readonly (readonly [ModelFileProblem, RegExp])[] = [
  ['git-lfs-pointer', /^version https:\/\/git-lfs\.github\.com\/spec\//],
  ['html', /^\s*<(?:!doctype\s+html|html)\b/i],
];

/** Number of bytes that {@link sniffContent} reads. */
const headSize = 256;

/** Recognizes by its first bytes a file that is often stored in place of a model file: a Git LFS pointer or a web page; `undefined` for neither. */
export function sniffContent(bytes: Uint8Array): ModelFileProblem | undefined {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(headSize, bytes.byteLength)).toString('latin1');
  return signs.find(([, sign]) => sign.test(head))?.[0];
}

/** Runs {@link sniffContent} on a file. */
export async function sniffFile(path: string): Promise<ModelFileProblem | undefined> {
  await using file = await openFile(path, 'r');
  const { buffer, bytesRead } = await file.read(Buffer.alloc(headSize), 0, headSize, 0);
  return sniffContent(buffer.subarray(0, bytesRead));
}

/** Returns a noun phrase for messages. */
export function describeContent(problem: ModelFileProblem): string {
  return problem === 'html' ? 'a web page' : 'a Git LFS pointer instead of the actual content';
}
