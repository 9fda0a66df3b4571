// How the app and its service worker are built into dist/.
import { readFileSync } from 'node:fs';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));
const target = ['chrome111', 'edge111', 'firefox128', 'safari16.4'];
// Set by scripts/build.ts, which builds aside and then swaps.
const outDir = process.env.FLOORKEY_DIST ?? 'dist';
const define = { __APP_VERSION__: JSON.stringify(version) };

export default defineConfig({
  define,
  plugins: [
    react(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src/worker',
      filename: 'main.ts',
      // The app registers its worker by itself, under its Trusted Types policy.
      injectRegister: false,
      manifest: false,
      injectManifest: {
        globDirectory: outDir,
        swDest: `${outDir}/worker.js`,
        globPatterns: ['index.html', 'assets/*', 'icons/*', 'manifest.webmanifest'],
        // What reads workbooks is for an import alone: no tablet keeps it.
        globIgnores: ['assets/read-workbook-*'],
        rollupFormat: 'iife',
        target,
      },
      integration: {
        // The plugin names the worker after its source; it stands at /worker.js.
        configureCustomSWViteBuild({ build }) {
          if (build?.rollupOptions) build.rollupOptions.output = { entryFileNames: 'worker.js' };
        },
      },
    }),
  ],
  build: {
    outDir,
    emptyOutDir: true,
    target,
    modulePreload: { polyfill: false },
    // Inlined files would need `data:` in the Content Security Policy.
    assetsInlineLimit: 0,
    manifest: true,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // What the first pad needs comes as one file, whoever else uses parts of it: it is packed better, and fetched at once.
            { name: 'first', tags: ['$initial'], priority: 1 },
            // So does what a page does in the place of a worker that it has not got yet.
            { name: 'sync', test: /src\/device\/(sync|wipe)\/|src\/device\/store\/outbox/ },
          ],
        },
      },
    },
    reportCompressedSize: false,
  },
});
