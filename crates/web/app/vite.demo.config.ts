// Builds the demo's bots, and the people of the endurance test, for Node versions that don't run TypeScript.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

export default defineConfig({
  publicDir: false,
  resolve: { alias: { pino: fileURLToPath(new URL('./demo/silentLogger.ts', import.meta.url)) } },
  // Everything but the native library, which has a package per platform.
  ssr: { noExternal: true, external: ['@livekit/rtc-ffi-bindings'] },
  build: { ssr: true, rolldownOptions: { input: { main: 'demo/main.ts', soak: 'demo/soak/main.ts' } }, outDir: 'dist-demo', target: 'node20' },
});
