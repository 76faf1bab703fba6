// Indexes documents repeatedly. A run embeds only changed documents and removes vanished ones, and an interrupted run continues
// where it stopped.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { TextEmbedding } from '@x/embed';
import { createSearchPipeline, type PipelineDocument } from '@x/pipeline';
import { createVectorStore, QdrantClient } from '@x/qdrant-adapter';

interface Page {
  readonly title: string;
  readonly text: string;
}

const page = (id: number, title: string, text: string): PipelineDocument<Page> => ({ id, payload: { title, text } });
const monday = [
  page(1, 'Bees', 'Bees collect nectar. They carry it to the hive. There it is fanned until honey is left.'),
  page(2, 'Ants', 'Ants keep lice as farmers keep cows.'),
];
const tuesday = [
  page(1, 'Bees', 'Bees collect nectar. They carry it to the hive. There it is fanned until honey is left.'),
  page(3, 'Wasps', 'Wasps build their nests of paper. They make it of chewed wood.'),
];

await using embedder = await TextEmbedding.load('sentence-transformers/all-MiniLM-L6-v2');
const chunker = embedder.chunker({ maxTokens: 12, overlap: 0 });
const folder = await mkdtemp(join(tmpdir(), 'incremental-'));

async function index(documents: readonly PipelineDocument<Page>[]): Promise<void> {
  // Opens the database for each run, like a nightly job.
  await using client = new QdrantClient({ path: folder });
  const store = createVectorStore<Page>(client, { collection: 'pages', dimension: embedder.dimension });
  const pipeline = createSearchPipeline<Page>({ store, embedder, chunker });
  const { indexed, unchanged, removed, passages } = await pipeline.index(documents, { removeVanished: true });
  console.log(`${indexed} indexed in ${passages} passages, ${unchanged} unchanged, ${removed} removed`);
  const { hits } = await pipeline.search('what is paper made of?', { topK: 1 });
  for (const { payload, passage } of hits)
    console.log(`  ${payload.title}: ${payload.text.slice(passage?.start, passage?.end)}`);
}

await index(monday);
await index(monday);
await index(tuesday);
await rm(folder, { recursive: true });
