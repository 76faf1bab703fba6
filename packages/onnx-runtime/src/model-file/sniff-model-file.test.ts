import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readdir, readlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { ModelFileError, type ModelFileProblem } from '@x/core';
import { allInputsGraph, lookUpGraph, slowGraph } from '@x/tiny-onnx';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';

import { rejectionOf } from '../__tests__/sequences.ts';
import { sniffModelFile } from './sniff-model-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'x-sniff-'));
const path = join(folder, 'model.onnx');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Returns the problem that is reported for a file of the given bytes; `undefined` for none. */
async function problemOf(bytes: Uint8Array | string): Promise<ModelFileProblem | undefined> {
  writeFileSync(path, bytes);
  const error = await sniffModelFile(path).catch((reason: unknown) => reason);
  if (error === undefined) return undefined;
  if (!ModelFileError.isInstance(error)) throw error;
  expect(error.path).toBe(path);
  expect(error.message).toMatch(/^.+model\.onnx: .+\.$/);
  return error.problem;
}

const model = lookUpGraph({ vocabulary: 5, hidden: 2, valueOf: (token) => token });

test('complete models of any size are accepted', async () => {
  for (const bytes of [model, allInputsGraph(), slowGraph({ vocabulary: 5, repeats: 3 })]) {
    expect(await problemOf(bytes)).toBeUndefined();
  }
});

test('metadata and fields of later versions are skipped', async () => {
  const metadata = Buffer.concat([tag(14, 2), Buffer.of(3), Buffer.from('abc')]);
  const double = Buffer.concat([tag(30, 1), Buffer.alloc(8)]);
  const float = Buffer.concat([tag(30, 5), Buffer.alloc(4)]);
  expect(await problemOf(Buffer.concat([model, metadata, double, float]))).toBeUndefined();
});

test('a model that is truncated at any byte is refused', async () => {
  const problems = new Set<ModelFileProblem | undefined>();
  for (let length = 2; length < model.length; length++) problems.add(await problemOf(model.subarray(0, length)));
  expect(problems).toEqual(new Set(['truncated']));
  expect(await problemOf(model.subarray(0, 1))).toBe('invalid');
});

test('the message tells how many bytes are missing', async () => {
  writeFileSync(path, model.subarray(0, 200));
  const { message } = (await rejectionOf(sniffModelFile(path))) as Error;
  expect(message).toMatch(/the file ends after 200 bytes, at least \d{3} are needed\. The download was interrupted/);
});

test.each<[ModelFileProblem, string, Uint8Array | string]>([
  ['empty', 'no bytes', ''],
  ['git-lfs-pointer', 'a Git LFS pointer', 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 9\n'],
  ['html', 'a web page', '<!DOCTYPE html><html><body>Sign in</body></html>'],
  ['html', 'a web page with leading space and upper-case tags', '\n  <HTML lang="en">'],
  ['html', 'an XML error', '<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>'],
  ['invalid', 'JSON', '{"error": "Repository not found"}'],
  ['invalid', 'plain text', 'Entry not found'],
  ['invalid', 'one byte', 'x'],
  ['invalid', 'a tar archive', tar('model.onnx', model)],
  ['invalid', 'a zip archive', Buffer.concat([Buffer.from('PK\x03\x04\x14\0\0\0\x08\0'), Buffer.alloc(300, 7)])],
  ['invalid', 'a gzip file', gzipSync(model)],
  ['invalid', 'safetensors', Buffer.concat([Buffer.of(40, 0, 0, 0, 0, 0, 0, 0), Buffer.from('{"w":{"dtype":"F32"}}')])],
  ['invalid', 'an ELF library', Buffer.concat([Buffer.from('\x7fELF\x02\x01\x01\0'), Buffer.alloc(300)])],
  ['invalid', 'zeros', new Uint8Array(1000)],
  ['invalid', 'another protobuf message', Buffer.from('0a0b0a05e29681746865150000a0c0', 'hex')],
  ['invalid', 'a model followed by garbage', Buffer.concat([model, Buffer.alloc(40, 0xff)])],
])('%s: %s', async (problem, _, bytes) => {
  expect(await problemOf(bytes)).toBe(problem);
});

test('random bytes are refused', async () => {
  const anyBytes = fc.uint8Array({ minLength: 1, maxLength: 600 });
  await fc.assert(
    fc.asyncProperty(anyBytes, async (bytes) => {
      expect(await problemOf(bytes)).toBeDefined();
    }),
    // Seeded: some byte strings are valid models, and the test must not depend on chance.
    { numRuns: 300, seed: 7 },
  );
});

test('a file that does not exist is reported as missing, with its cause', async () => {
  const error = await rejectionOf(sniffModelFile(join(folder, 'nowhere.onnx')));
  expect(error).toBeInstanceOf(ModelFileError);
  expect(error).toMatchObject({ problem: 'missing', cause: { code: 'ENOENT' } });
});

test('a folder is refused', async () => {
  expect(await rejectionOf(sniffModelFile(folder))).toMatchObject({ code: 'MODEL_FILE', problem: 'invalid' });
});

test.skipIf(process.platform !== 'linux')('no file stays open, for valid and invalid models', async () => {
  const openFiles = async (): Promise<string[]> => {
    const links = (await readdir('/proc/self/fd')).map((descriptor) => `/proc/self/fd/${descriptor}`);
    const files = await Promise.all(links.map((link) => readlink(link).catch(() => '')));
    return files.filter((file) => file.startsWith(folder));
  };
  for (let round = 0; round < 10; round++) {
    await problemOf(model);
    await problemOf('no model');
  }
  expect(await openFiles()).toEqual([]);
});

/** Returns the tag of a protobuf field. */
function tag(field: number, wireType: number): Buffer {
  const value = field * 8 + wireType;
  return value < 0x80 ? Buffer.of(value) : Buffer.of((value & 0x7f) | 0x80, value >> 7);
}

/** Returns a tar archive of one file: a header of 512 bytes, then the content. */
function tar(name: string, content: Uint8Array): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write('0000644\0', 100);
  header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write('ustar\x0000', 257);
  return Buffer.concat([header, content, Buffer.alloc(1024)]);
}
