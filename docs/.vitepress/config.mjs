// The configuration of the site. It shows the pages of docs/ and the API reference.
import { join } from 'node:path';
import { defineConfig } from 'vitepress';
import { slugify } from '../../scripts/gates/markdown.mjs';
import { BASE, NAME, REPOSITORY, SITE_URL } from '../../scripts/site/site-address.mjs';
import { followRepositoryLinks } from './links.mjs';
import { writeLlmsTexts } from './llms.mjs';
import { DOCS, allPages, sidebars } from './pages.mjs';

const site = {
  title: NAME,
  description: 'Embed, retrieve and rerank in TypeScript, on one machine and on a Qdrant cluster.',
};

export default defineConfig({
  ...site,
  base: BASE,
  lang: 'en-US',
  cleanUrls: true,
  cacheDir: join(DOCS, 'node_modules/.cache/vitepress'),
  head: [['link', { rel: 'icon', href: `${BASE}icon.svg`, type: 'image/svg+xml' }]],
  rewrites: { 'README.md': 'index.md', 'decisions/README.md': 'decisions/index.md' },
  markdown: {
    anchor: { slugify }, // the anchors that GitHub gives, which the gate `links` checks
    config: (md) => followRepositoryLinks(md, REPOSITORY),
    languageAlias: { caddyfile: 'nginx' },
  },
  vite: { build: { chunkSizeWarningLimit: 4096 } },
  themeConfig: {
    logo: '/icon.svg',
    search: { provider: 'local' },
    outline: { level: [2, 3] },
    nav: [
      { text: 'Start', link: '/start' },
      { text: 'Guides', link: '/guides/hybrid', activeMatch: '/guides/' },
      { text: 'API', link: '/api/', activeMatch: '/api/' },
      { text: 'Benchmarks', link: '/benchmarks' },
      { text: 'Decisions', link: '/decisions/' },
    ],
    sidebar: sidebars(),
    socialLinks: [{ icon: 'github', link: REPOSITORY }],
    editLink: { pattern: `${REPOSITORY}/edit/main/docs/:path` },
  },
  transformPageData: (page) => (page.relativePath === 'index.md' ? { frontmatter: home() } : undefined),
  buildEnd: ({ outDir, pages, rewrites }) => {
    const built = new Set(pages.map((page) => rewrites.inv[page] ?? page));
    const known = new Set(allPages().map((page) => `${page}.md`));
    const lost = [...built].filter((page) => page !== undefined && !known.has(page) && !page.startsWith('api/'));
    if (lost.length > 0) throw new Error(`docs/.vitepress/pages.mjs does not name ${lost.join(', ')}.`);
    writeLlmsTexts(outDir, { ...site, url: SITE_URL });
  },
});

/** The front page's head. It is not in docs/README.md, which GitHub shows as it is. */
function home() {
  return {
    layout: 'home',
    hero: {
      name: site.title,
      text: 'Embed, retrieve and rerank in TypeScript',
      tagline: 'Local ONNX models that never block the event loop. An embedded Qdrant. The same code on a cluster.',
      actions: [
        { theme: 'brand', text: 'Start', link: '/start' },
        { theme: 'alt', text: 'Guides', link: '/guides/hybrid' },
        { theme: 'alt', text: 'API reference', link: '/api/' },
      ],
    },
  };
}
