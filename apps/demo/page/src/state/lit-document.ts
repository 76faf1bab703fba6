import { signal, type Signal } from '@preact/signals';

/** The document that the visitor points at, by its id in the collection: lit wherever it is drawn. */
export const litDocument: Signal<number | undefined> = signal(undefined);
