// How the demo's bots are built: for Node, which may be one that reads no TypeScript.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

export default defineConfig({
  publicDir: false,
  resolve: { alias: { pino: fileURLToPath(new URL('./demo/quiet.ts', import.meta.url)) } },
  // All but the native library, which comes for each platform as a package of its own.
  ssr: { noExternal: true, external: ['@livekit/rtc-ffi-bindings'] },
  build: { ssr: 'demo/main.ts', outDir: 'dist-demo', target: 'node20' },
});
