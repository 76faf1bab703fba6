import { type Tokenizer, type TruncationReport, TruncationWatch } from '@x/tokenizer';
import { describe, expect, it } from 'vitest';

import { encodeDocuments } from './encode-documents.ts';

/** Creates a tokenizer that records its input lists. A text has two tokens, and the text `long` lost one. */
function fakeTokenizer(calls: string[][]): Tokenizer {
  const encodeBatch = (texts: readonly string[]) => {
    calls.push([...texts]);
    return Promise.resolve(
      texts.map((text) => ({ inputIds: Int32Array.of(1, 2), truncatedTokens: text === 'long' ? 5 : 0 })),
    );
  };
  return { encodeBatch } as unknown as Tokenizer;
}

const limits = { modelName: 'fake', maxLength: 2 };
const options = { watch: new TruncationWatch({ ...limits, policy: 'truncate' }), signal: undefined };

describe('encodeDocuments', () => {
  it('encodes a list in chunks, on demand', async () => {
    const calls: string[][] = [];
    const documents = Array.from({ length: 150 }, (_, index) => `text ${index}`);
    const sequences = encodeDocuments(fakeTokenizer(calls), documents, options);
    await sequences.next();
    expect(calls.map(({ length }) => length)).toEqual([64]);
    let count = 1;
    for await (const _ of sequences) count++;
    expect(count).toBe(150);
    expect(calls.map(({ length }) => length)).toEqual([64, 64, 22]);
  });

  it('yields a text of an async source without waiting for the next one', async () => {
    async function* source(): AsyncGenerator<string> {
      yield 'first';
      await new Promise(() => {});
    }
    const { value } = await encodeDocuments(fakeTokenizer([]), source(), options).next();
    expect(value?.inputIds).toEqual(Int32Array.of(1, 2));
  });

  it('reports truncated texts by their index in the whole input', async () => {
    const documents = [...Array.from({ length: 70 }, () => 'short'), 'long', 'short'];
    const reports: TruncationReport[] = [];
    const onTruncation = (report: TruncationReport): void => void reports.push(report);
    const watch = new TruncationWatch({ ...limits, policy: 'warn', onTruncation });
    for await (const _ of encodeDocuments(fakeTokenizer([]), documents, { ...options, watch }));
    expect(reports).toEqual([{ index: 70, truncatedTokens: 5, truncatedCharacters: 0 }]);
  });

  it('encodes a repeated text once and yields the same sequence each time', async () => {
    const calls: string[][] = [];
    const documents = [...Array.from({ length: 70 }, () => 'same'), 'other', 'same'];
    const sequences = [];
    for await (const sequence of encodeDocuments(fakeTokenizer(calls), documents, options)) sequences.push(sequence);
    expect(calls).toEqual([['same'], ['other']]);
    expect(new Set(sequences).size).toBe(2);
    expect(sequences[71]).toBe(sequences[0]);
  });

  it('drops the oldest texts of a stream, so that its memory is bounded', async () => {
    const calls: string[][] = [];
    function* source(): Generator<string> {
      for (let index = 0; index < 5000; index++) yield `text ${index}`;
      yield 'text 4999';
      yield 'text 0';
    }
    for await (const _ of encodeDocuments(fakeTokenizer(calls), source(), options));
    expect(calls.flat().length).toBe(5001);
    expect(calls.flat().at(-1)).toBe('text 0');
  });

  it('names the element of a stream that is not a string', async () => {
    const sequences = encodeDocuments(fakeTokenizer([]), ['a', null as never], options);
    await expect(sequences.next()).rejects.toThrow(/documents\[1\] must be a string, but is null/);
  });
});
