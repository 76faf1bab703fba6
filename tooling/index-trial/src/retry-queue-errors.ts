import { QueueError } from '@x/core';

const retryMs = 200;

/** Repeats a call while it fails with a `QueueError`, for example while the database restarts. */
export async function retryQueueErrors<Result>(call: () => Promise<Result>): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    if (!QueueError.isInstance(error)) throw error;
    await new Promise((resolve) => setTimeout(resolve, retryMs));
    return retryQueueErrors(call);
  }
}
