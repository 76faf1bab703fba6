// The workloads of the search benchmark, with the number of items for each contestant.

export const DIMENSION = 384;

/**
 * @typedef {object} Workload
 * @property {string} id
 * @property {string} title
 * @property {string} items
 * @property {string} task
 * @property {number} points
 * @property {Readonly<Record<'quick' | 'full', Readonly<Record<string, number>>>>} counts number of items by contestant; slow ones get fewer
 */

/** @type {readonly Workload[]} */
export const WORKLOADS = [
  {
    id: 'search-20k',
    title: '20,000 points of 384 dimensions, cosine, top 10, no filter',
    items: 'queries',
    task: 'query',
    points: 20_000,
    counts: {
      quick: { 'this-project': 100, 'memory-floor': 100, usearch: 100, 'qdrant-client-local': 15 },
      full: { 'this-project': 300, 'memory-floor': 300, usearch: 300, 'qdrant-client-local': 60 },
    },
  },
  {
    id: 'filter-20k',
    title: '20,000 points, a filter on an indexed integer that matches a tenth of them',
    items: 'queries',
    task: 'filtered-query',
    points: 20_000,
    counts: {
      quick: { 'this-project': 200, 'qdrant-client-local': 4 },
      full: { 'this-project': 600, 'qdrant-client-local': 10 },
    },
  },
  {
    id: 'search-100k',
    title: '100,000 points of 384 dimensions, cosine, top 10, no filter',
    items: 'queries',
    task: 'query',
    points: 100_000,
    counts: {
      quick: { 'this-project': 30, 'memory-floor': 30, usearch: 30 },
      full: { 'this-project': 100, 'memory-floor': 100, usearch: 100 },
    },
  },
  {
    id: 'upload-memory',
    title: 'upload into memory, batches of 64 points',
    items: 'points',
    task: 'upload',
    points: 20_000,
    counts: {
      quick: { 'this-project': 20_000, 'qdrant-client-local': 20_000 },
      full: { 'this-project': 20_000, 'qdrant-client-local': 20_000 },
    },
  },
  {
    id: 'upload-disk',
    title: 'upload to disk, batches of 64 points, each written to disk before the next',
    items: 'points',
    task: 'upload-to-disk',
    points: 20_000,
    counts: {
      quick: { 'this-project': 20_000, 'qdrant-client-local': 1000 },
      full: { 'this-project': 20_000, 'qdrant-client-local': 20_000 },
    },
  },
];
