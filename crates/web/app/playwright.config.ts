// Journeys: end-to-end tests with a real browser and a fake camera, against a real server, PostgreSQL and LiveKit.
import { defineConfig } from '@playwright/test';
import { CHROMIUM } from './journeys/support/chromium';

/** Journeys that also run Firefox. */
const FIREFOX = '**/firefox/*.spec.ts';

/** Journeys that stop parts of the stack, or need the CPU that time-critical journeys need. */
const FAULTS = '**/faults/*.spec.ts';

/** Several servers and LiveKit nodes. */
const CLUSTER = '**/cluster/*.spec.ts';

/** Journeys that `cargo xtask interop keycloak` runs. */
const KEYCLOAK = '**/keycloak/*.spec.ts';

export default defineConfig({
  testDir: './journeys',
  outputDir: './test-results',
  fullyParallel: true,
  // Journeys mostly wait: for the product's limits of time, and for pictures.
  workers: 3,
  // A flaky journey is a defect, so there are no retries.
  retries: 0,
  forbidOnly: true,
  timeout: 180_000,
  expect: { timeout: 20_000 },
  reporter: 'list',
  // Encoding and decoding of larger pictures takes most of the processors' time.
  metadata: { camera: { width: 320, height: 180 } },
  use: {
    browserName: 'chromium',
    launchOptions: CHROMIUM,
    // Tracing takes a CPU core that the video needs. Enable it with `--trace on`.
    trace: 'off',
    screenshot: 'only-on-failure',
  },
  // `cargo xtask test` runs all projects but the last, two at a time.
  projects: [
    { name: 'journeys', testIgnore: [FAULTS, CLUSTER, FIREFOX, KEYCLOAK] },
    { name: 'firefox', testMatch: FIREFOX },
    { name: 'faults', testMatch: FAULTS },
    { name: 'cluster', testMatch: CLUSTER },
    { name: 'keycloak', testMatch: KEYCLOAK },
  ],
});
