import type { PointId } from '@x/core';

import type { DocumentFailure, IndexingPipeline, PipelineReport } from '../index.ts';

/** The payload of a test document. A document with an `error` cannot be indexed. */
export interface FakePayload {
  readonly text: string;
  readonly error?: unknown;
}

/** A pipeline that stores documents in memory and follows the rules of runs. */
export class FakePipeline implements IndexingPipeline<FakePayload> {
  readonly stored = new Map<PointId, { readonly run: number; readonly text: string }>();
  /** The errors of the next calls, one per call. */
  readonly failing: unknown[] = [];
  calls = 0;
  removals = 0;

  async index(
    given: Parameters<IndexingPipeline<FakePayload>['index']>[0],
    { runId, signal }: { readonly runId: number; readonly signal: AbortSignal },
  ): Promise<PipelineReport> {
    this.calls++;
    signal.throwIfAborted();
    if (this.failing.length > 0) throw this.failing.shift();
    let [indexed, unchanged, superseded, index] = [0, 0, 0, 0];
    const failures: DocumentFailure[] = [];
    for await (const { id, payload } of given) {
      const place = index++;
      const before = this.stored.get(id);
      if (payload.error !== undefined) failures.push({ id, index: place, stage: 'embed', error: payload.error });
      else if (before !== undefined && before.run > runId) superseded++;
      else {
        if (before?.text === payload.text) unchanged++;
        else indexed++;
        this.stored.set(id, { run: runId, text: payload.text });
      }
    }
    return { indexed, unchanged, superseded, passages: indexed, failures };
  }

  async removeVanished({ runId }: { readonly runId: number }): Promise<number> {
    this.removals++;
    if (this.failing.length > 0) throw this.failing.shift();
    const vanished = [...this.stored].filter(([, { run }]) => run < runId);
    for (const [id] of vanished) this.stored.delete(id);
    return vanished.length;
  }
}

/** Creates small documents with these ids. */
export function documents(...ids: readonly string[]): { readonly id: string; readonly payload: FakePayload }[] {
  return ids.map((id) => ({ id, payload: { text: `text of ${id}` } }));
}
