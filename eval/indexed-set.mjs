// A set in databases on disk, one for each way of keeping token vectors: embedded once, and copied from the full vectors.
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSearchPipeline } from '../packages/pipeline/dist/index.js';
import { createSearchStore, QdrantClient } from '../packages/qdrant-adapter/dist/index.js';
import { stagesOf } from './run-system.mjs';

const COLLECTION = 'passages';

/** @typedef {import('../packages/qdrant-adapter/dist/index.js').TokenStorage} TokenStorage */

export class IndexedSet {
  /** @type {import('./load-set.mjs').EvaluationSet} */
  set;
  /** @type {string} */
  #folder;
  /** @type {number} */
  #dimension;
  /** @type {Map<TokenStorage | 'none', { client: QdrantClient, store: import('./run-system.mjs').Store }>} */
  #databases = new Map();

  /**
   * @param {import('./load-set.mjs').EvaluationSet} set
   * @param {{ folder: string, dimension: number }} parts
   */
  constructor(set, { folder, dimension }) {
    this.set = set;
    this.#folder = folder;
    this.#dimension = dimension;
  }

  /**
   * Embeds the set's passages and stores them, with the vectors that the systems search by.
   *
   * @param {import('./load-set.mjs').EvaluationSet} set
   * @param {readonly import('./systems.mjs').System[]} systems
   * @param {{ models: import('./models.mjs').Models, progress: import('./progress.mjs').Progress }} parts
   */
  static async create(set, systems, { models, progress }) {
    const folder = await mkdtemp(join(tmpdir(), 'eval-'));
    const indexed = new IndexedSet(set, {
      folder,
      dimension: systems.some(({ retrieve }) => retrieve.includes('dense')) ? models.dense.dimension : 1,
    });
    const { store } = indexed.#open('float32', 'float32');
    const retrieve = [...new Set(systems.flatMap((system) => system.retrieve))];
    const order = systems.some((system) => system.order === 'maxSim') ? 'maxSim' : 'fuse';
    await createSearchPipeline({ store, stages: stagesOf({ retrieve, order }, models) }).index(set.documents, {
      onProgress: ({ completed }) => progress(`${set.name}: index`, completed, set.documents.length),
    });
    return indexed;
  }

  /**
   * The store whose token vectors are kept in this way.
   *
   * @param {TokenStorage} storage
   */
  async storeOf(storage) {
    return this.#databases.get(storage)?.store ?? (await this.#copy(storage, storage));
  }

  /**
   * What token vectors take up in the database's file.
   *
   * @param {TokenStorage} storage
   */
  async bytesOf(storage) {
    if (!this.#databases.has('none')) await this.#copy('none', false);
    return (await this.#fileBytes(storage)) - (await this.#fileBytes('none'));
  }

  async dispose() {
    for (const { client } of this.#databases.values()) await client.close();
    await rm(this.#folder, { recursive: true });
  }

  /**
   * @param {TokenStorage | 'none'} name
   * @param {TokenStorage | false} tokens
   */
  #open(name, tokens) {
    const client = new QdrantClient({ path: join(this.#folder, name) });
    /** @type {import('./run-system.mjs').Store} */
    const store = createSearchStore(client, { collection: COLLECTION, dimension: this.#dimension, tokens });
    this.#databases.set(name, { client, store });
    return { client, store };
  }

  /**
   * @param {TokenStorage | 'none'} name
   * @param {TokenStorage | false} tokens
   */
  async #copy(name, tokens) {
    const { client, store } = this.#open(name, tokens);
    // Makes the collection.
    await store.upsert([]);
    const full = this.#databases.get('float32')?.client;
    const vectors = ['dense', 'words', ...(tokens === false ? [] : ['tokens'])];
    const points = full?.scrollAll(COLLECTION, { limit: 32, with_vector: vectors, with_payload: true }) ?? [];
    await client.uploadPoints(COLLECTION, /** @type {any} */ (points), { batchSize: 16 });
    return store;
  }

  /**
   * What the files take up on disk, which grows in large steps without being filled.
   *
   * @param {string} name
   */
  async #fileBytes(name) {
    const folder = join(this.#folder, name);
    const sizes = (await readdir(folder)).map(async (file) => (await stat(join(folder, file))).blocks * 512);
    return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  }
}
