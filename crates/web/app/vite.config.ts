// How the page is built and, while working on it, served beside a running server.
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const server = process.env.ONAIR_URL ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react()],
  server: { proxy: { '/api': server, '/health': server } },
  build: {
    target: 'es2022',
    // The media library is most of the bundle and changes least: a file of its own stays cached.
    rollupOptions: {
      output: {
        manualChunks: (id) => (id.includes('livekit') || id.includes('machina') ? 'media' : undefined),
      },
    },
    chunkSizeWarningLimit: 900,
  },
  test: { include: ['{src,demo}/**/*.test.{ts,tsx}'], environment: 'happy-dom' },
});
