import { afterEach, expect, test, vi } from 'vitest';

import { guardListener } from './guard-listener.ts';

afterEach(() => vi.restoreAllMocks());

function watchWarnings(): string[] {
  const warnings: string[] = [];
  vi.spyOn(process, 'emitWarning').mockImplementation((message) => void warnings.push(String(message)));
  return warnings;
}

test('a guarded listener receives its arguments', () => {
  const listener = vi.fn<(event: string, count: number) => void>();
  guardListener('onEvent', listener)('a', 1);
  expect(listener).toHaveBeenCalledWith('a', 1);
  expect(() => guardListener('onEvent', undefined)('a')).not.toThrow();
});

test('the first failure of a listener becomes a warning that names it, and it is called again', async () => {
  const warnings = watchWarnings();
  const listener = vi.fn<() => unknown>(() => Promise.reject(new Error('late')));
  const tell = guardListener(
    'onEvent',
    listener.mockImplementationOnce(() => fail()),
  );
  tell();
  tell();
  await Promise.resolve();
  expect(listener).toHaveBeenCalledTimes(2);
  expect(warnings).toEqual(['onEvent threw. It is called again, but further errors are not reported.']);
});

function fail(): never {
  throw new Error('at once');
}
