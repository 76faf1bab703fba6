import { fileURLToPath } from 'node:url';

import type { ProgressEvent } from '@x/core';
// Imported by package name, because the session's worker starts only from built files.
import { LateInteractionTextEmbedding, StaticTextEmbedding, TextEmbedding } from '@x/embed';
import { expect, test } from 'vitest';

const folder = (name: string): string => fileURLToPath(new URL(`../../../models/${name}`, import.meta.url));
const dense = { modelPath: folder('all-minilm-l6-v2') };
const name = 'sentence-transformers/all-MiniLM-L6-v2';

test.each([
  ['TextEmbedding', (options: object) => TextEmbedding.load(name, { ...dense, ...options })],
  ['LateInteractionTextEmbedding', (options: object) => LateInteractionTextEmbedding.load(name, { ...dense, ...options })], // prettier-ignore
  ['StaticTextEmbedding', (options: object) => StaticTextEmbedding.load('x/static-en', { modelPath: folder('static-en'), ...options })], // prettier-ignore
])('%s.load rejects with the reason of a signal that aborts while the model is opened', async (_, load) => {
  for (const abortsLater of [false, true]) {
    const controller = new AbortController();
    const reason = new Error('enough');
    const abort = (): void => controller.abort(reason);
    const onProgress = ({ phase, completed }: ProgressEvent): void => {
      if (phase !== 'load' || completed > 0) return;
      if (abortsLater) setImmediate(abort);
      else abort();
    };
    await expect(load({ signal: controller.signal, onProgress })).rejects.toBe(reason);
  }
});
