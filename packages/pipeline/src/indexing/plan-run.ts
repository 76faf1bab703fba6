import { type ChangedDocument, hashOf, type SourceDocument } from './plan-documents.ts';
import { isDocumentId, pointIdOf } from './point-ids.ts';
import { byVersion, type RunStore } from './run-store.ts';

/** What a run has to do with documents; the others are unchanged, and marked. */
export interface RunPlan<Payload extends object> {
  readonly changed: readonly ChangedDocument<Payload>[];
  /** A later run has other content, or is writing it: each with the run that wrote what is there. */
  readonly superseded: readonly { readonly document: ChangedDocument<Payload>; readonly written: number }[];
}

/**
 * Tells which documents a run has to write, and marks the unchanged ones as seen.
 *
 * Each mark is for the run that the document was read with, and is read back: who wrote the document in between has changed its run or its hash.
 */
export async function planRun<Payload extends object>(
  documents: readonly SourceDocument<Payload>[],
  settings: unknown,
  store: RunStore<Payload>,
): Promise<RunPlan<Payload>> {
  const changed: ChangedDocument<Payload>[] = [];
  const superseded: RunPlan<Payload>['superseded'][number][] = [];
  const sources = documents.map((document) => ({ ...document, hash: hashOf(document, settings) }));
  await store.settle(sources, async (open) => {
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

/** Marks documents as seen that could not be read, divided or embedded, so that what earlier runs wrote of them stays. */
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
