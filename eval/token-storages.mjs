// How token vectors may be kept.

/** @type {readonly import('../packages/qdrant-adapter/dist/index.js').TokenStorage[]} */
export const TOKEN_STORAGES = ['float32', 'float16', 'int8', 'int4', 'bit'];

/** What `createSearchStore` does when it is not told. */
export const USUAL_STORAGE = 'int8';
