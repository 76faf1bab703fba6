import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { describe, expect, it } from 'vitest';

import { InvalidArgumentError } from '../errors/invalid-argument-error.ts';
import { PipelineStageError } from '../errors/pipeline-stage-error.ts';
import { DisposedError } from '../errors/disposed-error.ts';
import { ProgramError, UsageError } from './program-error.ts';
import { type FailureReport, reportFailure } from './report-failure.ts';

function report(error: unknown, options: Partial<FailureReport> = {}): [code: number, written: string] {
  let written = '';
  const stderr = { write: (text: string) => (written += text) };
  return [reportFailure(error, { stderr, hint: 'Usage: ...\n', ...options }), written];
}

/** Returns what `action` throws. */
function thrownBy(action: () => unknown): Error {
  try {
    action();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}

describe('reportFailure', () => {
  it.each([
    ['wrong usage', new UsageError('A command is missing.'), 2, 'A command is missing.\nUsage: ...\n'],
    ['a program that cannot do it', new ProgramError('The file is empty.'), 1, 'The file is empty.\n'],
    ['a typed error', new DisposedError({ resource: 'The engine' }), 1, expect.stringMatching(/^[^\n]+\n$/)],
    [
      'a wrong argument',
      new InvalidArgumentError({ parameter: 'port', value: -1, expected: 'a port' }),
      2,
      expect.stringMatching(/^port must be a port[^\n]*\nUsage: \.\.\.\n$/),
    ],
    [
      'an unknown flag',
      thrownBy(() => parseArgs({ args: ['--fly'] })),
      2,
      expect.stringMatching(/^Unknown option '--fly'.*\nUsage: \.\.\.\n$/s),
    ],
    [
      'the operating system',
      thrownBy(() => readFileSync('no such file')),
      1,
      expect.stringMatching(/^ENOENT: .*'no such file'\n$/),
    ],
  ])('reports %s in one sentence', (_, error, code, text) => {
    expect(report(error)).toEqual([code, text]);
  });

  it('lets the program lay out the message', () => {
    expect(report(new ProgramError('no'), { format: ({ message }) => `${message}!` })).toEqual([1, 'no!\n']);
  });

  it('returns 130 without a message only for the interruption itself', () => {
    const signal = AbortSignal.abort();
    const wrapped = new PipelineStageError({ stage: 'embed', cause: signal.reason });
    for (const error of [signal.reason, wrapped]) expect(report(error, { signal })).toEqual([130, '']);
    expect(report(new ProgramError('The disk is full.'), { signal })).toEqual([1, 'The disk is full.\n']);
  });

  it.each([new TypeError('x is not a function'), 'text', undefined])(
    'throws %s again, as a fault of the program',
    (error) => {
      expect(thrownBy(() => report(error))).toBe(error);
    },
  );
});
