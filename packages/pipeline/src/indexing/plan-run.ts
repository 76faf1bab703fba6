import { isDocumentId } from '@x/core';

import type { ChangedDocument, SourceDocument } from './plan-documents.ts';
import { pointIdOf } from './point-ids.ts';
import { byVersion, type RunStore } from './run-store.ts';

/** What a run must do with documents. Those in neither list are unchanged and have been marked. */
export interface RunPlan<Payload extends object> {
  readonly changed: readonly ChangedDocument<Payload>[];
  /** Documents whose content a later run has changed or is changing, each with the run that wrote the stored content. */
  readonly superseded: readonly { readonly document: ChangedDocument<Payload>; readonly written: number }[];
}

/**
 * Determines which documents a run must write, and marks the unchanged ones as seen.
 *
 * Each mark applies only if the document still has the run with which it was read, and is then read back. If another run wrote the document in
 * between, its run or hash has changed.
 */
export async function planRun<Payload extends object>(
  documents: readonly SourceDocument<Payload>[],
  store: RunStore<Payload>,
): Promise<RunPlan<Payload>> {
  const changed: ChangedDocument<Payload>[] = [];
  const superseded: RunPlan<Payload>['superseded'][number][] = [];
  await store.settle(documents, async (open) => {
    const knownOf = await store.read(open.map(({ id }) => pointIdOf(id)));
    const unmarked: ChangedDocument<Payload>[] = [];
    for (const source of open) {
      const { hash, passages: knownPassages, version, written } = knownOf(pointIdOf(source.id));
      const document = { ...source, knownPassages, version };
      if (hash !== source.hash) {
        if (version > store.runId) superseded.push({ document, written });
        else changed.push(document);
      } else if (version < store.runId) unmarked.push(document);
    }
    for (const [version, group] of byVersion(unmarked)) {
      await store.update(group.map(({ id }) => pointIdOf(id)), { run: store.runId }, version); // prettier-ignore
    }
    return unmarked;
  });
  return { changed, superseded };
}

/** Marks documents that could not be read, split, embedded or stored as seen, so that `removeVanished` keeps what earlier runs stored of them. */
export async function markAsSeen<Payload extends object>(
  documents: readonly { readonly id: unknown }[],
  store: RunStore<Payload>,
): Promise<void> {
  const ids = documents.flatMap(({ id }) => (isDocumentId(id) ? [pointIdOf(id)] : []));
  if (ids.length === 0) return;
  const knownOf = await store.read(ids);
  const unmarked = ids.filter((id) => knownOf(id).isDocument && knownOf(id).version < store.runId);
  if (unmarked.length > 0) await store.update(unmarked, { run: store.runId }, store.runId);
}
