// Journeys: a real browser with a fake camera against a real server, PostgreSQL and LiveKit.
import { defineConfig } from '@playwright/test';
import { CHROMIUM } from './journeys/support/chromium';

/** They start Firefox, beside Chromium. */
const FIREFOX = '**/firefox/*.spec.ts';

/** They kill what others run on, or take the processor away from journeys that feel times. */
const FAULTS = '**/faults/*.spec.ts';

export default defineConfig({
  testDir: './journeys',
  outputDir: './test-results',
  fullyParallel: true,
  workers: 2,
  // A flaky journey is a defect: it isn't tried again.
  retries: 0,
  forbidOnly: true,
  timeout: 180_000,
  expect: { timeout: 20_000 },
  reporter: 'list',
  use: {
    browserName: 'chromium',
    launchOptions: CHROMIUM,
    // Recording takes a core that the video needs: ask for it with `--trace on` where it is wanted.
    trace: 'off',
    screenshot: 'only-on-failure',
  },
  // `cargo xtask test` passes one after the other.
  projects: [
    { name: 'journeys', testIgnore: [FAULTS, FIREFOX] },
    { name: 'firefox', testMatch: FIREFOX },
    { name: 'faults', testMatch: FAULTS },
  ],
});
