// Storage forms of token vectors.

/** @type {readonly import('../packages/qdrant-adapter/dist/index.js').TokenStorage[]} */
export const TOKEN_STORAGES = ['float32', 'float16', 'int8', 'int4', 'bit'];

/** The default of `createSearchStore`. */
export const USUAL_STORAGE = 'int8';
