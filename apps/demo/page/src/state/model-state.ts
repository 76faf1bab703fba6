import { signal, type Signal } from '@preact/signals';

import type { ModelRequest } from '../../../src/web/contract.ts';
import { sendRequest } from '../api/send-request.ts';

/** Whether the choice of models is open. */
export const isModelDialogOpen: Signal<boolean> = signal(false);

/** Why the server did not take the latest choice. */
export const modelFailure: Signal<string | undefined> = signal(undefined);

/** Has the server load a model. What comes of it arrives with the events alone: the answer's state may be older than the latest of them. */
export async function chooseModel(request: ModelRequest): Promise<void> {
  await tell(() => sendRequest('api/models', { method: 'POST', body: request }));
}

/** Stops the loading that `chooseModel` began; the model before stays. */
export async function cancelLoading(): Promise<void> {
  await tell(() => sendRequest('api/models/loading', { method: 'DELETE' }));
}

async function tell(send: () => Promise<unknown>): Promise<void> {
  modelFailure.value = undefined;
  try {
    await send();
  } catch (error) {
    modelFailure.value = error instanceof Error ? error.message : String(error);
  }
}
