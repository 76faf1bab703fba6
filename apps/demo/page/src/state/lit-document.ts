import { signal, type Signal } from '@preact/signals';

/** The id of the document under the pointer. All its elements are highlighted. */
export const litDocument: Signal<number | undefined> = signal(undefined);
