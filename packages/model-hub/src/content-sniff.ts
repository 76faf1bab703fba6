import type { ModelFileProblem } from '@x/core';
import { openFile } from '@x/core/files';

const signs: readonly (readonly [ModelFileProblem, RegExp])[] = [
  ['git-lfs-pointer', /^version https:\/\/git-lfs\.github\.com\/spec\//],
  ['html', /^\s*<(?:!doctype\s+html|html)\b/i],
];

/** How many bytes {@link sniffContent} looks at. */
const headSize = 256;

/** What a model file is often mistaken for: a Git LFS pointer or a web page, told from its first bytes; `undefined` for neither. */
export function sniffContent(bytes: Uint8Array): ModelFileProblem | undefined {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(headSize, bytes.byteLength)).toString('latin1');
  return signs.find(([, sign]) => sign.test(head))?.[0];
}

/** {@link sniffContent} of a file. */
export async function sniffFile(path: string): Promise<ModelFileProblem | undefined> {
  await using file = await openFile(path, 'r');
  const { buffer, bytesRead } = await file.read(Buffer.alloc(headSize), 0, headSize, 0);
  return sniffContent(buffer.subarray(0, bytesRead));
}

/** A half-sentence for people. */
export function describeContent(problem: ModelFileProblem): string {
  return problem === 'html' ? 'a web page' : 'a Git LFS pointer instead of the content it points to';
}
