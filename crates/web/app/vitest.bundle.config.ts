// Checks of the built page: run `npm run build` first.
import { defineConfig } from 'vitest/config';

export default defineConfig({ test: { include: ['bundle/*.built.ts'], environment: 'node', testTimeout: 120_000 } });
