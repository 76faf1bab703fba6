import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

export default defineConfig({
  // Relative addresses: the page works below any path.
  base: './',
  root: fileURLToPath(new URL('.', import.meta.url)),
  build: {
    outDir: '../dist/page',
    emptyOutDir: true,
    target: ['chrome123', 'edge123', 'firefox121', 'safari17.5'],
    // A content security policy without `data:` and inline scripts holds everywhere.
    assetsInlineLimit: 0,
    modulePreload: false,
    reportCompressedSize: false,
  },
  logLevel: 'warn',
});
