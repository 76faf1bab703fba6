import type { NamedVectorsPoint } from '@x/core';

import type { SplitDocument } from './plan-documents.ts';
import { passageIds, pointIdOf } from './point-ids.ts';
import { byVersion, type KnownDocument, type RunStore } from './run-store.ts';
import { embedByBatches, type EmbeddedPassage, recordedPoint, type Writing } from './write-passages.ts'; // prettier-ignore

/** Parameters of writing besides the documents. */
export interface RunWriting extends Writing {
  readonly batchSize: number;
}

/**
 * Embeds and stores the passages of documents for a run with an id. Returns the documents that a later run has written or is writing.
 *
 * A first passage is written only if the stored document is still as it was read; it then marks the document as this run's. Then the other passages
 * are written, and finally the first one again in its final form: docs/decisions/0118-runs-that-overlap.md.
 */
export async function writeRun<Payload extends object>(
  store: RunStore<Payload>,
  documents: readonly SplitDocument<Payload>[],
  { batchSize, ...writing }: RunWriting,
): Promise<SplitDocument<Payload>[]> {
  const superseded: SupersededDocument<Payload>[] = [];
  const claimed: EmbeddedPassage<Payload>[] = [];
  for await (const embedded of embedByBatches(documents, batchSize, writing)) {
    const firsts = embedded.filter(({ passage }) => passage.position === 0);
    // A spread into `push` would overflow the stack for a large batch.
    for (const first of firsts.length > 0 ? await claim(store, firsts, superseded) : []) claimed.push(first);
    const own = new Set(claimed.map(({ passages }) => passages));
    await store.upsert(
      embedded
        .filter(({ passage, passages }) => passage.position > 0 && own.has(passages))
        .map((one) => pointOf(one, store)),
    );
  }
  if (claimed.length > 0) {
    await store.delete(claimed.flatMap(({ document, passages }) => passageIds(document.id, passages.length, document.knownPassages))); // prettier-ignore
    await store.upsert(claimed.map((first) => pointOf(first, store)));
    const knownOf = await readDocuments(store, claimed);
    for (const first of claimed) {
      const { hash, version, written } = knownOf(first);
      if (hash !== first.document.hash && version > store.runId) superseded.push({ ...first, written });
    }
  }
  await removeLeftovers(store, superseded.filter(({ written }) => written > store.runId)); // prettier-ignore
  return superseded;
}

/** A document that a later run has, and the run that wrote the stored content. */
interface SupersededDocument<Payload extends object> extends SplitDocument<Payload> {
  readonly written: number;
}

/**
 * Removes the passages that this run may have stored of documents that a later run has since written. No other run knows of these passages. Must not
 * be called for documents that a later run has only seen, because their passages are still valid.
 */
export async function removeLeftovers<Payload extends object>(
  store: RunStore<Payload>,
  documents: readonly SplitDocument<Payload>[],
): Promise<void> {
  await store.delete(documents.flatMap(({ document, passages }) => passageIds(document.id, 1, passages.length)));
}

/** Writes the first passages. Returns those of documents with more passages, which are now marked as being written and belong to this run. */
async function claim<Payload extends object>(
  store: RunStore<Payload>,
  firsts: readonly EmbeddedPassage<Payload>[],
  superseded: SupersededDocument<Payload>[],
): Promise<EmbeddedPassage<Payload>[]> {
  const claimed: EmbeddedPassage<Payload>[] = [];
  await store.settle(firsts, async (open) => {
    const versioned = open.map((first) => ({ first, version: first.document.version }));
    for (const [version, group] of byVersion(versioned)) {
      await store.upsert(group.map(({ first }) => pointOf(first, store, { isInFlux: isSplit(first) })), version); // prettier-ignore
    }
    const knownOf = await readDocuments(store, open);
    return open.flatMap((first) => {
      const { hash, passages, version, written } = knownOf(first);
      const known = withDocument(first, { ...first.document, knownPassages: passages, version });
      if (version > store.runId) superseded.push({ ...first, written });
      // Also claims what another attempt at this work has written, which may know of more passages.
      else if (version === store.runId && hash === undefined && isSplit(first)) claimed.push(known);
      // Another run wrote in between: retries with the state it left.
      else if (version < store.runId || hash !== first.document.hash) return [known];
      return [];
    });
  });
  return claimed;
}

async function readDocuments<Payload extends object>(
  store: RunStore<Payload>,
  documents: readonly SplitDocument<Payload>[],
): Promise<(one: SplitDocument<Payload>) => KnownDocument> {
  const knownOf = await store.read(documents.map(({ document }) => pointIdOf(document.id)));
  return ({ document }) => knownOf(pointIdOf(document.id));
}

/** Returns true when a document takes several points. A single point is written atomically; several are not. */
function isSplit<Payload extends object>({ document, passages }: SplitDocument<Payload>): boolean {
  return passages.length > 1 || document.knownPassages > 1;
}

function withDocument<Payload extends object>(
  first: EmbeddedPassage<Payload>,
  document: EmbeddedPassage<Payload>['document'],
): EmbeddedPassage<Payload> {
  return { ...first, document, passage: { ...first.passage, document } };
}

function pointOf<Payload extends object>(
  { passage, passages, vector }: EmbeddedPassage<Payload>,
  { runId: run }: RunStore<Payload>,
  { isInFlux = false }: { readonly isInFlux?: boolean } = {},
): NamedVectorsPoint<Payload> {
  return recordedPoint(passage, vector, { passages: passages.length, isInFlux, run });
}
