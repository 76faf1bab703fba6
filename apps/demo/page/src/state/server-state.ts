import { computed, signal, type ReadonlySignal, type Signal } from '@preact/signals';

import type { CollectionInfo, DemoState } from '../../../src/web/contract.ts';
import type { Connection } from '../api/follow-state.ts';

/** What the server last said of itself; `undefined` until it has. */
export const serverState: Signal<DemoState | undefined> = signal(undefined);

/** Whether the server is heard. */
export const connection: Signal<Connection> = signal('connecting');

/** The texts that can be searched; the movies first. */
export const collections: ReadonlySignal<readonly CollectionInfo[]> = computed(
  () => serverState.value?.collections ?? [],
);
