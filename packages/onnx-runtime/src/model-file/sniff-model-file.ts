import { open } from 'node:fs/promises';

import { ModelFileError, type ModelFileProblem } from '@x/core';

import { findOnnxDefect } from './onnx-structure.ts';

const gitLfsPrefix = 'version https://git-lfs.github.com/spec/';
const fetchAgain = 'Fetch the model again.';

/**
 * Checks an ONNX file before ONNX Runtime opens it, and reports what is wrong with it.
 *
 * ONNX Runtime reports the same "protobuf parsing failed" for an empty file, a Git LFS pointer, a saved web page and an
 * interrupted download. The check reads a few hundred bytes, regardless of the file's size.
 *
 * @throws {ModelFileError} with the problem `missing`, `empty`, `git-lfs-pointer`, `html`, `truncated` or `invalid`.
 */
export async function sniffModelFile(path: string): Promise<void> {
  const file = await open(path).catch((cause: unknown) => {
    const isMissing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    const message = isMissing ? 'the file does not exist.' : 'the file cannot be opened.';
    throw new ModelFileError({ path, problem: isMissing ? 'missing' : 'invalid', message, cause });
  });
  try {
    const stats = await file.stat();
    if (!stats.isFile()) throw new ModelFileError({ path, problem: 'invalid', message: 'this is not a file.' });
    const { size } = stats;
    const head = Buffer.alloc(Math.min(size, 256));
    await file.read(head, 0, head.length, 0);
    const defect = foreignContent(head) ?? (await findOnnxDefect(file, size));
    if (defect !== undefined) throw new ModelFileError({ path, ...defect });
  } finally {
    await file.close();
  }
}

function foreignContent(head: Buffer): { problem: ModelFileProblem; message: string } | undefined {
  const text = head.toString('latin1');
  if (head.length === 0) return { problem: 'empty', message: `the file is empty. ${fetchAgain}` };
  if (text.startsWith(gitLfsPrefix)) {
    const message =
      'the file is a Git LFS pointer, not the weights. Run "git lfs pull" in the repository it came from.';
    return { problem: 'git-lfs-pointer', message };
  }
  if (/^\s*<(!doctype|html|\?xml|head|body)/i.test(text)) {
    return {
      problem: 'html',
      message: `the file is a web page, not a model: a proxy or login page was saved. ${fetchAgain}`,
    };
  }
  return undefined;
}
