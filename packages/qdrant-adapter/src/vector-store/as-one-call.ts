import { MethodGroup } from '../api/method-group.ts';
import type { RequestRunner } from '../requests/request-runner.ts';
import type { StoreClient } from './store-client.ts';

/** Runs the requests of a store's method as one call of its client, so that `close` of the client waits for all of them. */
export async function asOneCall<Result>(client: StoreClient, work: () => Promise<Result>): Promise<Result> {
  // A client of another package, such as a fake of a test, has no runner.
  if (!(client instanceof MethodGroup)) return work();
  const { runner } = client as unknown as { readonly runner: RequestRunner };
  return runner.calls.run(work);
}
