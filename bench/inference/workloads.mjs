// The workloads of the inference benchmark: their task, their texts and their contestants.

/**
 * Numbers of texts: for this project, for other contestants, and for the slow ones among them.
 *
 * @typedef {{ own: number, peers: number, slow: number }} Counts
 *
 * @typedef {object} Workload
 * @property {string} id also the name of its file of texts, unless `file` is set
 * @property {string} title
 * @property {'embed' | 'rerank' | 'one-by-one' | 'concurrent'} task
 * @property {string} [file]
 * @property {'texts' | 'pairs' | 'queries'} items
 * @property {Counts} quick
 * @property {Counts} full
 * @property {boolean} [isOnce] runs for one round only
 * @property {(contestant: import('./contestants.mjs').Contestant) => boolean} takes returns whether the contestant takes part
 */

/** @param {number} count @returns {Counts} */
const all = (count) => ({ own: count, peers: count, slow: count });
/** @param {number} count @param {number} slow @returns {Counts} */
const fewer = (count, slow) => ({ own: count, peers: count, slow });

const everyone = () => true;
/** @param {{ reranks: boolean }} contestant */
const rerankers = ({ reranks }) => reranks;
/** Leaves out the floor, which cannot be called with single queries. @param {{ id: string }} contestant */
const callable = ({ id }) => id !== 'raw-floor';
/** @param {{ id: string }} contestant */
const javaScript = ({ id }) => ['this-project', 'fastembed-js', 'transformers-js'].includes(id);

/**
 * The workloads in the order in which they run. Workloads with goals come first.
 *
 * @type {readonly Workload[]}
 */
export const WORKLOADS = [
  {
    id: 'short',
    title: 'short: texts of 16 tokens',
    task: 'embed',
    items: 'texts',
    quick: fewer(256, 64),
    full: fewer(1024, 256),
    takes: everyone,
  },
  {
    id: 'mixed',
    title: 'mixed lengths: log-normal, median 64 tokens, at most 256',
    task: 'embed',
    items: 'texts',
    quick: fewer(128, 64),
    full: fewer(512, 256),
    takes: everyone,
  },
  ...['small', 'giant', 'giant-among-small'].map((id) => giantWorkload(id)),
  {
    id: 'rerank-mixed',
    title: 'reranking: a query of 10 tokens, 100 documents of mixed lengths',
    task: 'rerank',
    items: 'pairs',
    quick: all(100),
    full: all(100),
    takes: rerankers,
  },
  {
    id: 'one-by-one',
    title: 'single queries of 16 tokens, one after the other',
    task: 'one-by-one',
    file: 'queries',
    items: 'queries',
    quick: fewer(200, 50),
    full: fewer(200, 50),
    takes: callable,
  },
  {
    id: 'concurrent',
    title: 'single queries of 16 tokens, all at once',
    task: 'concurrent',
    file: 'queries',
    items: 'queries',
    quick: fewer(200, 50),
    full: fewer(200, 50),
    takes: javaScript,
  },
  {
    id: 'event-loop',
    title: 'event-loop gaps: documents of mixed lengths in one call',
    task: 'embed',
    file: 'documents',
    items: 'texts',
    quick: { own: 1000, peers: 96, slow: 64 },
    full: { own: 1000, peers: 512, slow: 256 },
    isOnce: true,
    takes: javaScript,
  },
  {
    id: 'long',
    title: 'long: texts of 256 tokens',
    task: 'embed',
    items: 'texts',
    quick: all(32),
    full: all(128),
    takes: everyone,
  },
  {
    id: 'rerank-short',
    title: 'reranking: a query of 10 tokens, 100 documents of 16 tokens',
    task: 'rerank',
    items: 'pairs',
    quick: all(100),
    full: all(100),
    takes: rerankers,
  },
];

/** @param {string} id @returns {Workload} */
function giantWorkload(id) {
  const titles = {
    small: 'only texts of 16 tokens',
    giant: 'only one text of 256 tokens',
    'giant-among-small': 'texts of 16 tokens and one of 256',
  };
  const title = `one long text among short texts: ${titles[/** @type {keyof typeof titles} */ (id)]}`;
  const takes = callable;
  if (id === 'giant') return { id, title, task: 'embed', items: 'texts', quick: all(1), full: all(1), takes };
  return { id, title, task: 'embed', items: 'texts', quick: fewer(128, 32), full: fewer(256, 64), takes };
}

/** The stream, which runs in a fresh process whose memory is measured. */
export const STREAM = {
  title: 'stream of documents of mixed lengths',
  quick: { own: 2000, peers: 256, slow: 128 },
  full: { own: 10_000, peers: 2560, slow: 1024 },
};
