import type { ProgressEvent } from '@x/core';
import { describe, expect, it } from 'vitest';
import { createNotingRunner as setup } from '../__tests__/noting-backend.ts';
import type { PointStruct } from '../types/points.ts';
import { UploadError } from './upload-error.ts';
import { uploadPoints } from './upload-points.ts';

const points = (count: number): PointStruct[] => Array.from({ length: count }, (_, id) => ({ id, vector: [id, 1] }));

describe('uploadPoints', () => {
  it('sends an array to a server in batches, every point once and in order', async () => {
    const { batches, runner } = setup();
    await uploadPoints(runner, 'c', points(130));
    expect(batches.map(({ length }) => length)).toEqual([64, 64, 2]);
    expect(batches.flat()).toEqual(points(130).map(({ id }) => id));
  });

  it('stores an array in one write when the backend is atomic', async () => {
    const { batches, runner } = setup({ isAtomic: true });
    await uploadPoints(runner, 'c', points(130));
    expect(batches.map(({ length }) => length)).toEqual([130]);
  });

  it('reads at most one batch of a stream ahead', async () => {
    let taken = 0;
    const { batches, runner } = setup({ failAt: 2 });
    async function* source(): AsyncGenerator<PointStruct> {
      for (const point of points(100)) {
        taken++;
        yield point;
      }
    }
    await expect(uploadPoints(runner, 'c', source(), { batchSize: 10 })).rejects.toThrow('20 points were stored');
    expect(batches.flat()).toHaveLength(20);
    expect(taken).toBeLessThanOrEqual(40);
  });

  it('reports how many points of an array were stored, and keeps the facts of the failure', async () => {
    const { failure, runner } = setup({ failAt: 2 });
    const error: unknown = await uploadPoints(runner, 'c', points(30), { batchSize: 10 }).catch(
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({
      message: 'The upload to "c" stopped after 20 points were stored: disk is full',
      operation: 'uploadPoints',
      collection: 'c',
      status: 503,
      isRetryable: true,
      retryAfterMs: 2000,
      cause: failure,
    });
  });

  it('throws the failure itself when nothing was stored before it', async () => {
    const { failure, runner } = setup({ failAt: 0 });
    await expect(uploadPoints(runner, 'c', points(30))).rejects.toBe(failure);
    await expect(uploadPoints(runner, 'c', new Set(points(30)))).rejects.toBe(failure);
  });

  it('resumes where an upload stopped', async () => {
    const { batches, runner } = setup({ failAt: 2 });
    const stopped: unknown = await uploadPoints(runner, 'c', points(50), { batchSize: 10 }).catch(
      (error: unknown) => error,
    );
    expect(UploadError.isInstance(stopped) && [stopped.stored, stopped.resumeAt]).toEqual([20, 20]);
    expect(stopped).toMatchObject({ name: 'UploadError' });
    const rest = setup();
    const completed: number[] = [];
    const onProgress = (event: ProgressEvent) => void completed.push(event.completed);
    await uploadPoints(rest.runner, 'c', new Set(points(50)), { batchSize: 10, startAt: 20, onProgress });
    expect([...batches.flat(), ...rest.batches.flat()]).toEqual(points(50).map(({ id }) => id));
    expect(completed).toEqual([20, 30, 40, 50, 50]);
  });

  it('reports the points of a source that ends before `startAt`', async () => {
    for (const given of [points(3), new Set(points(3))]) {
      const completed: number[] = [];
      const onProgress = (event: ProgressEvent) => void completed.push(event.completed);
      await uploadPoints(setup().runner, 'c', given, { startAt: 10, onProgress });
      expect(completed.at(-1)).toBe(3);
    }
  });

  it('says where to resume when the signal aborts after the failure', async () => {
    const controller = new AbortController();
    const { failure, runner } = setup({ failAt: 1 });
    const onProgress = ({ completed }: ProgressEvent) => {
      if (completed > 0) controller.abort('enough');
    };
    const call = runner.backend.call.bind(runner.backend);
    let letGo = () => {};
    // The first batch is stored only after the second one has failed.
    runner.backend.call = async (operation, request) => {
      if ((request.body!['points'] as PointStruct[])[0]!.id === 0)
        await new Promise<void>((resolve) => (letGo = resolve));
      else queueMicrotask(() => setImmediate(letGo));
      return call(operation, request);
    };
    const options = { batchSize: 1, parallel: 2, signal: controller.signal, onProgress };
    const error: unknown = await uploadPoints(runner, 'c', new Set(points(2)), options).catch(
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({ name: 'UploadError', cause: failure });
  });

  it('sends the condition of each write', async () => {
    const { runner } = setup();
    const bodies: unknown[] = [];
    const call = runner.backend.call.bind(runner.backend);
    runner.backend.call = async (operation, request) => {
      bodies.push({ ...request.body, points: undefined });
      return call(operation, request);
    };
    const updateFilter = { must: [{ key: 'a', match: { value: 1 } }] };
    const options = { batchSize: 1, updateFilter, updateMode: 'update_only' } as const;
    await uploadPoints(runner, 'c', new Set(points(2)), options);
    expect(bodies).toEqual([1, 2].map(() => ({ wait: true, update_filter: updateFilter, update_mode: 'update_only' })));
    const undefinedPart = { updateFilter: { must: undefined } as never };
    await expect(uploadPoints(runner, 'c', points(1), undefinedPart)).rejects.toThrow(/^update_filter\.must/);
    const unknown = { updateMode: 'replace' as never };
    await expect(uploadPoints(runner, 'c', points(1), unknown)).rejects.toThrow(/^updateMode must be one of/);
  });

  it('counts the points of the whole source in errors, even when it resumes', async () => {
    const { runner } = setup();
    const bad = [...points(5), { id: -1, vector: [1, 1] }];
    await expect(uploadPoints(runner, 'c', bad, { startAt: 3 })).rejects.toThrow(/^points\[5\]\.id/);
    await expect(uploadPoints(runner, 'c', new Set(bad), { startAt: 3 })).rejects.toThrow(/^points\[5\]\.id/);
  });

  it('reports a source that fails partway', async () => {
    const { runner } = setup();
    const cause = new Error('the file is cut off');
    async function* source(): AsyncGenerator<PointStruct> {
      yield* points(10);
      throw cause;
    }
    const error: unknown = await uploadPoints(runner, 'c', source(), { batchSize: 4 }).catch(
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({
      message: expect.stringContaining('after 8 points were stored: the file is cut off'),
      cause,
    });
  });

  it('rejects with the error of a progress listener', async () => {
    const { runner } = setup();
    const fault = new Error('the bar broke');
    const onProgress = (): never => {
      throw fault;
    };
    await expect(uploadPoints(runner, 'c', points(3), { onProgress })).rejects.toBe(fault);
  });
});
