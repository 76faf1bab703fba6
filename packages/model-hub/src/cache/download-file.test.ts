import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deferred } from '@x/core/testing';
import { describe, expect, it } from 'vitest';
import { instantClock } from '../__fixtures__/instant-clock.ts';
import { temporaryFolder } from '../__fixtures__/temporary-folder.ts';
import { BrokenBody, type HubClient } from '../http/hub-client.ts';
import { downloadFile } from './download-file.ts';

const content = Buffer.from('the whole content');
const file = {
  path: 'model.onnx',
  oid: createHash('sha256').update(content).digest('hex'),
  size: content.byteLength,
};

/** Creates a client of a server without ranges. Each request takes the next of `bodies`. */
function clientOf(...bodies: AsyncIterable<Uint8Array>[]): HubClient {
  const clock = instantClock();
  const policy = { maxAttempts: 3, maxTotalWaitMs: 60_000 };
  return {
    clock,
    policy,
    signal: new AbortController().signal,
    fetch: () => Promise.reject(new Error('not used')),
    open: async () => {
      const headers = new Headers();
      const blocks = bodies.shift()!;
      return {
        result: {
          status: 200,
          headers,
          linkedEtag: undefined,
          directEtag: undefined,
          blocks,
          cancel: async () => undefined,
        },
      };
    },
  };
}

async function* bytes(...steps: (Uint8Array | (() => unknown))[]): AsyncGenerator<Uint8Array> {
  for (const step of steps) {
    if (typeof step === 'function') await step();
    else yield step;
  }
}

describe('downloadFile', () => {
  it('leaves a finished file intact when a suspended download of it continues', async () => {
    await using folder = await temporaryFolder();
    const target = join(folder.path, 'blob');
    const [suspended, breaks, restarted, end] = [deferred(), deferred(), deferred(), deferred()];
    const cut = (): never => {
      throw new BrokenBody('The connection broke');
    };
    const first = clientOf(
      bytes(content.subarray(0, 5), suspended.resolve, () => breaks.promise, cut),
      bytes(content.subarray(0, 3), restarted.resolve, () => end.promise, content.subarray(3)),
    );
    const options = { target, onBytes: () => undefined };
    const download = downloadFile('https://hub/model.onnx', file, { ...options, client: first });
    await suspended.promise;
    // This is what a process does that takes the lock over.
    await downloadFile('https://hub/model.onnx', file, { ...options, client: clientOf(bytes(content)) });
    expect(await readFile(target)).toEqual(content);
    breaks.resolve();
    await restarted.promise;
    expect(await readFile(target)).toEqual(content);
    end.resolve();
    await download;
    expect(await readFile(target)).toEqual(content);
    expect(await folder.list()).toEqual(['blob']);
  });
});
