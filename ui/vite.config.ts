import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [svelte()],
  build: {
    // The folder above always exists, so that the program compiles before the pages were ever built.
    outDir: 'dist/pages',
    emptyOutDir: true,
    // Every browser with import maps and `:has`; the polyfill would be an inline script.
    target: 'es2022',
    modulePreload: { polyfill: false },
    // The content policy knows no `data:`.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
  // The server compares the page's origin with the host that was asked for.
  server: { proxy: { '/v1': { target: process.env.RENTREE_API ?? 'http://127.0.0.1:8080', changeOrigin: false } } },
  test: { include: ['tests/**/*.test.ts', 'src/**/*.test.ts'], environment: 'node' },
});
