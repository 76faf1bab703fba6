import { SequenceTooLongError } from '@x/core';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { type TruncationReport, TruncationWatch } from './truncation-watch.ts';

const whole = { inputIds: Int32Array.of(1, 2), truncatedTokens: 0 };
const cut = { inputIds: Int32Array.of(1, 2), truncatedTokens: 5 };
const options = { modelName: 'a-model', maxLength: 2 };

const emitWarning = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
afterEach(() => emitWarning.mockClear());

describe('TruncationWatch', () => {
  it('warns once per call with the number of cut inputs and tokens and the first index', () => {
    const watch = new TruncationWatch({ ...options, policy: 'warn' });
    for (const [index, sequence] of [whole, cut, whole, cut].entries()) watch.see(sequence, index);
    expect(emitWarning).not.toHaveBeenCalled();
    watch.finish();
    const message = 'a-model truncated 2 of 4 inputs to 2 tokens (10 tokens removed, the first at index 1).';
    expect(emitWarning).toHaveBeenCalledExactlyOnceWith(message, expect.objectContaining({ code: 'X_TRUNCATION' }));
  });

  it("does not warn when nothing was cut, with the policy 'truncate', or with onTruncation", () => {
    const reports: TruncationReport[] = [];
    const onTruncation = (report: TruncationReport): void => void reports.push(report);
    const untouched = new TruncationWatch({ ...options, policy: 'warn' });
    untouched.see(whole, 0);
    const quiet = new TruncationWatch({ ...options, policy: 'truncate' });
    quiet.see(cut, 0);
    const observed = new TruncationWatch({ ...options, policy: 'warn', onTruncation });
    observed.see({ ...whole, truncatedCharacters: 9 }, 7);
    for (const watch of [untouched, quiet, observed]) watch.finish();
    expect(emitWarning).not.toHaveBeenCalled();
    expect(reports).toEqual([{ index: 7, truncatedTokens: 0, truncatedCharacters: 9 }]);
  });

  it("throws with the policy 'error' and names the input and its length", () => {
    const watch = new TruncationWatch({ ...options, policy: 'error' });
    watch.see(whole, 0);
    const see = (): void => watch.see(cut, 1);
    expect(see).toThrow(SequenceTooLongError);
    expect(see).toThrow(/Input 1 has 7 tokens, but the model accepts at most 2/);
  });

  it('names the characters beyond the cap, in the warning and in the error', () => {
    const watch = new TruncationWatch({ ...options, policy: 'warn' });
    watch.see({ ...whole, truncatedCharacters: 9 }, 0);
    watch.finish();
    const beyond = { ...cut, truncatedCharacters: 9 };
    watch.see(beyond, 1);
    watch.finish();
    expect(emitWarning.mock.calls.map(([message]) => message)).toEqual([
      "a-model truncated 1 of 1 inputs to 2 tokens (9 characters beyond the tokenizer's cap removed, the first at index 0).",
      "a-model truncated 2 of 2 inputs to 2 tokens (5 tokens and 18 characters beyond the tokenizer's cap removed, the first at index 0).",
    ]);
    const strict = new TruncationWatch({ ...options, policy: 'error' });
    const error = expect.objectContaining({
      message:
        "Input 1 exceeds the tokenizer's character cap by 9 characters. Split it, or set truncationPolicy to 'truncate'.",
      tokenCount: 7,
      truncatedCharacters: 9,
    }) as Error;
    expect(() => strict.see(beyond, 1)).toThrow(error);
  });
});
