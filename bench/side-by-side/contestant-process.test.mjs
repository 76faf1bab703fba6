import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { ContestantProcess } from './contestant-process.mjs';
import { MEASURES_MEMORY } from './process-memory.mjs';
import { othersShare, readProcessorTime } from './processor-time.mjs';

const settings = { embedder: 'e', reranker: 'r', threads: 1, maxLength: 256 };

/** A contestant with one behavior per task. */
const program = `
import { createInterface } from 'node:readline';
const say = (message) => process.stdout.write(JSON.stringify(message) + '\\n');
let kept;
const tasks = {
  echo: ({ count }) => say({ seconds: 2, items: count }),
  settings: () => say(JSON.parse(process.argv[2])),
  refuse: () => say({ error: 'no such model' }),
  die: () => { process.stderr.write('out of memory\\n'); process.exit(3); },
  grow: () => { kept = Buffer.alloc(80e6, 1); kept = undefined; say({ seconds: 1, items: 1 }); },
  hang: () => {},
};
say({ ready: true, versions: { fake: '1.2.3' } });
for await (const line of createInterface({ input: process.stdin })) tasks[JSON.parse(line).task](JSON.parse(line));
`;

/** @param {string} task */
function command(task) {
  return { task, file: 'texts.jsonl', count: 5 };
}

describe('a contestant', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'x-bench-'));
    writeFileSync(join(folder, 'contestant.mjs'), program);
  });
  afterEach(() => vi.useRealTimers());
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const start = () => ContestantProcess.start([process.execPath, join(folder, 'contestant.mjs')], settings, 60);

  it('is ready after its first line and then answers one command after the other', async () => {
    const contestant = await start();
    expect(contestant.versions).toEqual({ fake: '1.2.3' });
    expect(contestant.readyMs).toBeGreaterThan(0);
    expect(await contestant.ask(command('settings'))).toMatchObject(settings);
    expect(await contestant.ask(command('echo'))).toMatchObject({ seconds: 2, items: 5 });
    await contestant.stop();
    await contestant.stop();
  });

  it('reports an error and then answers the next command', async () => {
    const contestant = await start();
    await expect(contestant.ask(command('refuse'))).rejects.toThrow('no such model');
    expect(await contestant.ask(command('echo'))).toMatchObject({ items: 5 });
    await contestant.stop();
  });

  it('that exits is reported with the last line of its stderr', async () => {
    const contestant = await start();
    await expect(contestant.ask(command('die'))).rejects.toThrow('out of memory');
    await contestant.stop();
  });

  it('that hangs is killed after the time limit', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const contestant = await start();
    const answer = contestant.ask(command('hang'));
    vi.advanceTimersByTime(60_000);
    await expect(answer).rejects.toThrow('no answer within 60 s');
    await contestant.stop();
  });

  it('that cannot be started is reported', async () => {
    await expect(ContestantProcess.start([process.execPath, 'no-such-file.mjs'], settings, 60)).rejects.toThrow(
      'its process ended',
    );
    await expect(ContestantProcess.start(['no-such-program'], settings, 60)).rejects.toThrow('no-such-program');
  });

  it.runIf(MEASURES_MEMORY)('has its own peak of memory for each answer', async () => {
    const contestant = await start();
    const { peakMB: before = 0 } = await contestant.ask(command('echo'));
    const { peakMB: grown = 0 } = await contestant.ask(command('grow'));
    expect(grown).toBeGreaterThan(before + 60);
    expect(contestant.memory()?.residentMB).toBeGreaterThan(10);
    await contestant.stop();
  });
});

describe('the processor time of others', () => {
  it('is the total processor time less that of the contestant', () => {
    expect(othersShare({ atMs: 0, all: 10, own: 10 }, { atMs: 1000, all: 160, own: 110 }, 2)).toBe(25);
    expect(othersShare({ atMs: 0, all: 0, own: 0 }, { atMs: 1000, all: 99, own: 100 }, 2)).toBe(0);
    expect(othersShare({ atMs: 0, all: 0, own: 0 }, { atMs: 100, all: 15, own: 10 }, 2)).toBeUndefined();
  });

  it.runIf(MEASURES_MEMORY)('is read together with that of the process', () => {
    const { all, own } = readProcessorTime(process.pid);
    expect(own).toBeGreaterThan(0);
    expect(all).toBeGreaterThan(own);
  });
});
