// Journeys: end-to-end tests with a real browser and a fake camera, against a real server, PostgreSQL and LiveKit.
import { defineConfig } from '@playwright/test';
import { CHROMIUM } from './journeys/support/chromium';

/** Journeys without video, with little of it, and some that mostly wait. They leave processor time for one with video. */
const LIGHT =
  '**/{account,applications,blockedUdp,connection,connectionCheck,discovery,history,keyboard,languages,loading,permissions,profile,proxy,renewal,signIn,social,storage,suspension}.spec.ts';

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
  // A journey with video uses more than one core, so the second worker runs the light ones.
  workers: 2,
  // A flaky journey is a defect, so there are no retries.
  retries: 0,
  forbidOnly: true,
  // Only defects exceed these. Journeys that check the product's limits of time have their own.
  timeout: 360_000,
  expect: { timeout: 60_000 },
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
  // `cargo xtask test` runs all projects but the last: the first three at once, then `faults`, then `cluster`.
  projects: [
    { name: 'journeys', testIgnore: [LIGHT, FAULTS, CLUSTER, FIREFOX, KEYCLOAK], workers: 1 },
    { name: 'light', testMatch: LIGHT, workers: 1 },
    { name: 'firefox', testMatch: FIREFOX, workers: 1 },
    { name: 'faults', testMatch: FAULTS },
    { name: 'cluster', testMatch: CLUSTER },
    { name: 'keycloak', testMatch: KEYCLOAK },
  ],
});
