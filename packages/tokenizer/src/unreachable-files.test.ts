import { DownloadError } from '@x/core';
import { expect, test, vi } from 'vitest';

import { readFileText } from './read-file-text.ts';
import { readTokenizerJson } from './tokenizer-files.ts';

vi.mock('./read-file-text.ts', () => ({ fileOf: (_: string, name: string) => name, readFileText: vi.fn() }));

test('readTokenizerJson rethrows a DownloadError, and wraps any other error in one that names the file', async () => {
  const unreachable = new DownloadError({ url: 'https://models.example/tokenizer.json', message: 'No response.' });
  vi.mocked(readFileText).mockRejectedValueOnce(unreachable);
  await expect(readTokenizerJson('folder')).rejects.toBe(unreachable);
  const cause = new Error('EACCES');
  vi.mocked(readFileText).mockRejectedValueOnce(cause);
  await expect(readTokenizerJson('folder')).rejects.toMatchObject({
    code: 'MODEL_FILE',
    path: 'tokenizer.json',
    cause,
  });
});
