// Builds the app, and serves it during development with a running server as its backend.
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { compressed } from './bundle/compress.ts';
import { BUILD_TARGETS } from './bundle/floor.ts';

const server = process.env.ONAIR_URL ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react(), compressed()],
  server: { proxy: { '/api': server, '/health': server } },
  build: {
    target: BUILD_TARGETS,
    sourcemap: true,
    // Their licences ask for it: the notices go with the code.
    license: { fileName: 'third-party-licenses.txt' },
    rolldownOptions: {
      output: {
        // Libraries change less often than the app: separate chunks stay cached across updates.
        codeSplitting: {
          groups: [
            // Higher priority: a group includes the dependencies of its modules, and pages without media must not
            // load the media chunk.
            { name: 'react', test: /node_modules\/(react|react-dom|scheduler|react-router)\//, priority: 2 },
            { name: 'tslib', test: /node_modules\/tslib\//, priority: 2 },
            // Without the processors, which only a blurred background needs.
            { name: 'media', test: /node_modules\/(@livekit\/(?!track-processors)|livekit-client)\//, priority: 1 },
          ],
        },
      },
    },
    // The size of the media library.
    chunkSizeWarningLimit: 600,
  },
  test: {
    include: ['{src,demo,bundle}/**/*.test.{ts,tsx}'],
    // A document takes longer to load than most tests run: tests that need one start with `@vitest-environment happy-dom`.
    environment: 'node',
    pool: 'threads',
  },
});
