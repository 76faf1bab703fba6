import { describe, expect, it } from 'vitest';

import { runProgram } from './__tests__/run-program.ts';
import { commandUsages, usage } from './arguments/usage.ts';

const queue = ['--queue', 'redis://localhost', '--name', 'articles'];
const qdrant = ['--qdrant', 'http://localhost:6333'];

describe('x-index-queue', () => {
  it('prints its usage and the usage of a command', async () => {
    expect(await runProgram([])).toEqual({ status: 0, stdout: usage, stderr: '' });
    expect(await runProgram(['status', '--watch', '-h'])).toEqual({
      status: 0,
      stdout: commandUsages.status,
      stderr: '',
    });
    expect(await runProgram(['--version'])).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
  });

  it.each([
    [['index'], 'The first argument must be one of worker, enqueue, '],
    [['status', '--name', 'a'], '--queue URL or --queue-file FILE is missing.'],
    [['status', '--queue', 'redis://localhost'], '--name is missing.'],
    [['status', ...queue, '--queue-file', 'file'], '--queue and --queue-file cannot be given together.'],
    [['status', ...queue, '--run-id', '-1'], '--run-id'],
    [['status', ...queue, '--unit-size', '3'], "Unknown option '--unit-size'"],
    [['finish', ...queue], '--run-id is missing.'],
    [['enqueue', ...queue], 'enqueue needs a JSON Lines file'],
    [['enqueue', 'a', 'b', ...queue], 'enqueue takes one file, but b was given too.'],
    [['enqueue', 'a', ...queue, '--keep-vanished'], '--keep-vanished needs --finish.'],
    [['enqueue', 'a', ...queue, '--high-water-mark', '0'], '--high-water-mark must be a whole number from 1'],
    [['enqueue', 'a', ...queue, '--allow-empty'], '--allow-empty needs --finish.'],
    [['worker', ...queue, ...qdrant], '--collection is missing.'],
    [
      ['worker', ...queue, ...qdrant, '--collection', 'c', '--concurrency', '0'],
      '--concurrency must be a whole number from 1',
    ],
    [['metrics', ...queue, '--port', '65536'], '--port must be a whole number from 0 to 65535, but is "65536".'],
  ])('exits with 2 and the reason for %j', async (args, reason) => {
    const { status, stdout, stderr } = await runProgram(args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(reason);
    expect(stderr).toMatch(/All options: x-index-queue.* --help\n$/);
  });

  it('exits with 1 when a secret file or the database is missing, without printing a password', async () => {
    const missing = await runProgram(['status', '--queue-file', 'no-file', '--name', 'a']);
    expect(missing).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('--queue-file no-file cannot be read (ENOENT)'),
    });
    // No program listens on port 1.
    const closed = await runProgram(['status', '--queue', 'redis://user:secret@127.0.0.1:1', '--name', 'a']);
    expect(closed).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^The queue "a" cannot be opened at redis:.*\n$/),
    });
    expect(closed.stderr).not.toContain('secret');
  });
});
