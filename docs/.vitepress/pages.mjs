// The pages of the site, in the order of the sidebar. A page that is missing here fails the build.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { entryPoints } from './api/entry-points.mjs';

export const DOCS = join(import.meta.dirname, '..');

/** @typedef {{ text: string, pages: readonly string[] }} Section `pages` are files below docs/, without `.md` */

/** @param {...string} names */
const guides = (...names) => names.map((name) => `guides/${name}`);

/** @type {readonly Section[]} */
export const sections = [
  { text: 'Start', pages: ['start', 'install', 'runs-on', 'sizes', 'commands', 'architecture'] },
  { text: 'Search', pages: guides('hybrid', 'filters', 'reranking', 'pipelines', 'evaluation') },
  {
    text: 'Models',
    pages: guides(
      'choosing-models',
      'embedding',
      'sparse-and-late-interaction',
      'static-embeddings',
      'int8',
      'custom-models',
      'model-files',
      'model-cache',
      'model-packages',
      'tokenizing',
      'runtimes-and-isolation',
      'remote-models',
    ),
  },
  { text: 'Indexing', pages: guides('incremental-indexing', 'chunking', 'index-queue', 'indexing-on-many-machines') },
  {
    text: 'Qdrant',
    pages: guides('qdrant-client', 'embedded-qdrant', 'going-to-a-cluster', 'testing-against-a-server'),
  },
  { text: 'Programs', pages: guides('nextjs', 'browsers', 'http-server', 'mcp-search') },
  { text: 'Operation', pages: guides('timeouts-and-retries', 'errors', 'security', 'parts-of-your-own') },
  {
    text: 'Deployment',
    pages: ['your-own-program', 'containers', 'kubernetes', 'systemd', 'serverless', 'proxy'].map(
      (name) => `deployment/${name}`,
    ),
  },
  {
    text: 'Integrations',
    pages: ['ai-sdk', 'langchain', 'mastra', 'genkit', 'opentelemetry'].map((name) => `integrations/${name}`),
  },
  { text: 'Benchmarks', pages: ['benchmarks'] },
];

/**
 * Returns three sidebars: one for the sections above, one for the API by entry point, and one for the decisions by the
 * groups of their table. Every page contains its whole sidebar, so a single one would triple the size of the site.
 *
 * @returns {import('vitepress').DefaultTheme.SidebarMulti}
 */
export function sidebars() {
  const api = entryPoints().map(({ name }) => ({ text: name, link: apiLink(name) }));
  return {
    '/api/': [{ text: 'API reference', items: api }],
    '/decisions/': [{ text: 'Decisions', link: '/decisions/', items: decisionGroups() }],
    '/': [
      ...sections.map(({ text, pages }) => ({ text, collapsed: false, items: pages.map(toItem) })),
      { text: 'API reference', link: '/api/' },
      { text: 'Decisions', link: '/decisions/' },
    ],
  };
}

/** Returns every page that the build must contain, as files below docs/. */
export function allPages() {
  const decisions = readdirSync(join(DOCS, 'decisions')).map((name) => `decisions/${name.replace(/\.md$/, '')}`);
  return ['README', ...sections.flatMap(({ pages }) => pages), ...decisions];
}

/** @param {string} page */
export function titleOf(page) {
  const title = /^# (.+)$/m.exec(readFileSync(join(DOCS, `${page}.md`), 'utf8'))?.[1];
  if (title === undefined) throw new Error(`docs/${page}.md has no heading "# ...".`);
  return title.replaceAll('`', '');
}

/** @param {string} page */
function toItem(page) {
  return { text: titleOf(page), link: `/${page}` };
}

/** @param {string} name */
function apiLink(name) {
  return `/api/${name.replace('@x/', '')}`;
}

/** The rows of docs/decisions/README.md, below its bold rows. */
function decisionGroups() {
  /** @type {{ text: string, collapsed: boolean, items: { text: string, link: string }[] }[]} */
  const groups = [];
  for (const line of readFileSync(join(DOCS, 'decisions/README.md'), 'utf8').split('\n')) {
    const group = /^\| \*\*(.+)\*\*/.exec(line)?.[1];
    if (group !== undefined) groups.push({ text: group, collapsed: false, items: [] });
    const [, file, title] = /^\| \[\d+\]\((.+?)\.md\)\s*\| (.+?)\s*\|$/.exec(line) ?? [];
    if (file !== undefined && title !== undefined) {
      groups.at(-1)?.items.push({ text: title.replaceAll('`', ''), link: `/decisions/${file}` });
    }
  }
  return groups;
}
