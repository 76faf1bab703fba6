import type { NamedVectorsPoint, VersionGuard } from '@x/core';

import { FakeStore } from './fake-store.ts';

/** Refuses a call that contains a point whose text contains `refused`, with the error of `refusalOf`. Counts the calls that write points. */
export class RefusingStore<Payload extends { readonly text: string }> extends FakeStore<Payload> {
  calls = 0;
  readonly #refusalOf: (text: string) => Error;

  constructor(refusalOf: (text: string) => Error) {
    super();
    this.#refusalOf = refusalOf;
  }

  override async upsert(
    points: readonly NamedVectorsPoint<Payload>[],
    options: { readonly signal?: AbortSignal } = {},
  ): Promise<void> {
    this.#check(points);
    await super.upsert(points, options);
  }

  override async upsertUnlessNewer(points: readonly NamedVectorsPoint<Payload>[], guard: VersionGuard): Promise<void> {
    // Like a real store, checks the whole request, not only the points that the guard lets through.
    if (points.some(isRefused)) this.#check(points);
    await super.upsertUnlessNewer(points, guard);
  }

  #check(points: readonly NamedVectorsPoint<Payload>[]): void {
    this.calls++;
    const refused = points.find(isRefused);
    if (refused !== undefined) throw this.#refusalOf(refused.payload.text);
  }
}

function isRefused({ payload }: NamedVectorsPoint<{ readonly text: string }>): boolean {
  return payload.text.includes('refused');
}
