// A set in databases on disk: one per storage of token vectors, copied from the full vectors that are embedded once, and one for the static
// model.
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSearchPipeline } from '../packages/pipeline/dist/index.js';
import { createSearchStore, QdrantClient } from '../packages/qdrant-adapter/dist/index.js';
import { stagesOf } from './run-system.mjs';
import { isStatic } from './systems.mjs';
import { USUAL_STORAGE } from './token-storages.mjs';

const COLLECTION = 'passages';

/**
 * @typedef {import('../packages/qdrant-adapter/dist/index.js').TokenStorage} TokenStorage
 *
 * @typedef {object} Database
 * @property {QdrantClient} client
 * @property {import('./run-system.mjs').Store} store
 * @property {number} dimension
 */

export class IndexedSet {
  /** @type {import('./load-set.mjs').EvaluationSet} */
  set;
  /** @type {string} */
  #folder;
  /** @type {Map<TokenStorage | 'none' | 'static', Database>} */
  #databases = new Map();

  /**
   * @param {import('./load-set.mjs').EvaluationSet} set
   * @param {string} folder
   */
  constructor(set, folder) {
    this.set = set;
    this.#folder = folder;
  }

  /**
   * Embeds the set's passages and stores them with the vectors that the systems need.
   *
   * @param {import('./load-set.mjs').EvaluationSet} set
   * @param {readonly import('./systems.mjs').System[]} systems
   * @param {{ models: import('./models.mjs').Models, progress: import('./progress.mjs').Progress }} parts
   */
  static async create(set, systems, { models, progress }) {
    const indexed = new IndexedSet(set, await mkdtemp(join(tmpdir(), 'eval-')));
    for (const group of [systems.filter((system) => !isStatic(system)), systems.filter(isStatic)]) {
      if (group.length === 0) continue;
      const retrieve = [...new Set(group.flatMap((system) => system.retrieve))];
      const order = group.some((system) => system.order === 'maxSim') ? 'maxSim' : 'fuse';
      const whole = retrieve.find((name) => name !== 'words');
      const dimension = whole === undefined ? 1 : models[whole].dimension;
      const { store } =
        whole === 'static' ? indexed.#open('static', false, dimension) : indexed.#open('float32', 'float32', dimension);
      await createSearchPipeline({ store, stages: stagesOf({ retrieve, order }, models) }).index(set.documents, {
        onProgress: ({ completed }) => progress(`${set.name}: index`, completed, set.documents.length),
      });
    }
    return indexed;
  }

  /**
   * Returns the store that a system searches.
   *
   * @param {import('./systems.mjs').System} system
   */
  async storeFor(system) {
    return isStatic(system)
      ? /** @type {Database} */ (this.#databases.get('static')).store
      : this.storeOf(USUAL_STORAGE);
  }

  /**
   * Returns the store that keeps token vectors in this form.
   *
   * @param {TokenStorage} storage
   */
  async storeOf(storage) {
    return this.#databases.get(storage)?.store ?? (await this.#copy(storage, storage));
  }

  /**
   * Returns the bytes of the token vectors in the database file.
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
   * @param {TokenStorage | 'none' | 'static'} name
   * @param {TokenStorage | false} tokens
   * @param {number} dimension
   */
  #open(name, tokens, dimension) {
    const client = new QdrantClient({ path: join(this.#folder, name) });
    /** @type {import('./run-system.mjs').Store} */
    const store = createSearchStore(client, { collection: COLLECTION, dimension, tokens });
    this.#databases.set(name, { client, store, dimension });
    return { client, store };
  }

  /**
   * @param {TokenStorage | 'none'} name
   * @param {TokenStorage | false} tokens
   */
  async #copy(name, tokens) {
    const { client: full, dimension } = /** @type {Database} */ (this.#databases.get('float32'));
    const { client, store } = this.#open(name, tokens, dimension);
    // Creates the collection.
    await store.upsert([]);
    const vectors = ['dense', 'words', ...(tokens === false ? [] : ['tokens'])];
    const points = full.scrollAll(COLLECTION, { limit: 32, with_vector: vectors, with_payload: true });
    await client.uploadPoints(COLLECTION, /** @type {any} */ (points), { batchSize: 16 });
    return store;
  }

  /**
   * Returns the disk space that the files use. Their nominal size grows in large, mostly empty steps.
   *
   * @param {string} name
   */
  async #fileBytes(name) {
    const folder = join(this.#folder, name);
    const sizes = (await readdir(folder)).map(async (file) => (await stat(join(folder, file))).blocks * 512);
    return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  }
}
