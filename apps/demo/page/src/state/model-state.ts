import { signal, type Signal } from '@preact/signals';

import type { ModelRequest } from '../../../src/web/contract.ts';
import { sendRequest } from '../api/send-request.ts';

/** True while the model dialog is open. */
export const isModelDialogOpen: Signal<boolean> = signal(false);

/** The reason why the server refused the latest choice. */
export const modelFailure: Signal<string | undefined> = signal(undefined);

/** Asks the server to load a model. The outcome arrives with the events. The state in the response is ignored, because it may be older. */
export async function chooseModel(request: ModelRequest): Promise<void> {
  await tell(() => sendRequest('api/models', { method: 'POST', body: request }));
}

/** Stops the loading that `chooseModel` started. The previous model stays in use. */
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
