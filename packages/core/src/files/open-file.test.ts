import { closeSync, openSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { expect, it, vi } from 'vitest';
import { openFile } from './open-file.ts';

vi.mock('node:fs/promises', { spy: true });

it("a handle of Yarn's file system, which can only close, is synchronized, and closed at the end of its scope", async () => {
  const fd = openSync(import.meta.filename, 'r');
  const close = vi.fn<() => Promise<void>>(async () => closeSync(fd));
  vi.mocked(open).mockResolvedValueOnce({ fd, close } as unknown as FileHandle);
  {
    await using file = await openFile('model.onnx', 'r');
    await file.sync();
    expect(close).not.toHaveBeenCalled();
  }
  expect(close).toHaveBeenCalledOnce();
  expect(open).toHaveBeenCalledWith('model.onnx', 'r');
});

it('a handle of Node.js stays as it is', async () => {
  await using file = await openFile(import.meta.filename, 'r');
  expect(Object.hasOwn(file, 'sync')).toBe(false);
});
