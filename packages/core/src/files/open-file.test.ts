import { closeSync, openSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { expect, it, vi } from 'vitest';
import { openFile } from './open-file.ts';

vi.mock('node:fs/promises', { spy: true });

it("adds sync and disposal to a handle of Yarn's file system, which can only be closed", async () => {
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

it('does not change a handle of Node.js', async () => {
  await using file = await openFile(import.meta.filename, 'r');
  expect(Object.hasOwn(file, 'sync')).toBe(false);
});
