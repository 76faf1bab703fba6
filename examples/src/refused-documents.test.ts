import { createSearchPipeline, type SearchPipeline } from '@x/pipeline';
import { createVectorStore, QdrantClient } from '@x/qdrant-adapter';
import { expect, test } from 'vitest';

interface Note {
  readonly text: string;
  readonly about?: unknown;
}

const embedder = {
  modelName: 'length',
  dimension: 2,
  passageEmbed: async (texts: readonly string[]) => texts.map(({ length }) => Float32Array.of(length, 1)),
  queryEmbed: async ({ length }: string) => Float32Array.of(length, 1),
};

/** Returns an object with 200 levels. */
const nested = () => Array.from({ length: 200 }).reduce<object>((inner) => ({ inner }), {});

const good = ['one', 'three', 'eleven'].map((text) => ({ id: `${text}.md`, payload: { text } as Note }));
const refused: readonly Note[] = [
  { text: 'half of \ud83d' },
  { text: 'nan', about: Number.NaN },
  { text: 'deep', about: nested() },
];
const [one, ...others] = good as [(typeof good)[number]];
const mixed = [one, ...refused.map((payload, id) => ({ id, payload })), ...others];

/** Indexes into an empty collection. Returns the report and the stored payloads by id. */
async function indexed(index: (pipeline: SearchPipeline<Note>) => ReturnType<SearchPipeline<Note>['index']>) {
  const client = new QdrantClient(':memory:');
  const store = createVectorStore<Note>(client, { collection: 'notes', dimension: 2 });
  const report = await index(createSearchPipeline<Note>({ embedder, store }));
  const points = new Map<unknown, unknown>();
  for await (const { id, payload } of store.scan()) points.set(id, payload);
  await client.close();
  return { report, points };
}

test.each([{}, { runId: 1 }])(
  'a run leaves out what the embedded engine refuses, and stores the rest, with %o',
  async (run) => {
    const { report, points } = await indexed((pipeline) => pipeline.index(mixed, { onFailure: 'skip', ...run }));
    expect(report).toMatchObject({
      indexed: 3,
      failures: [1, 2, 3].map((index) => ({
        id: index - 1,
        index,
        stage: 'store',
        error: { cause: { name: 'InvalidArgumentError' } },
      })),
    });
    const fresh = await indexed((pipeline) => pipeline.index(good, run));
    expect(points).toEqual(fresh.points);
  },
);
