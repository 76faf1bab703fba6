import { computed, signal, type ReadonlySignal, type Signal } from '@preact/signals';

import type { CollectionInfo, DemoState } from '../../../src/web/contract.ts';
import type { Connection } from '../api/follow-state.ts';

/** The latest state of the server; `undefined` until it arrives. */
export const serverState: Signal<DemoState | undefined> = signal(undefined);

/** The state of the connection to the server. */
export const connection: Signal<Connection> = signal('connecting');

/** The collections of the server, the movies first. */
export const collections: ReadonlySignal<readonly CollectionInfo[]> = computed(
  () => serverState.value?.collections ?? [],
);
