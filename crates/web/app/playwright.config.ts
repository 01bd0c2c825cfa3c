// Journeys: a real browser with a fake camera against a real server, PostgreSQL and LiveKit.
import { defineConfig } from '@playwright/test';
import { CHROMIUM } from './journeys/support/chromium';

export default defineConfig({
  testDir: './journeys',
  outputDir: './test-results',
  fullyParallel: true,
  workers: 2,
  // A flaky journey is a defect: it isn't tried again.
  retries: 0,
  forbidOnly: true,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  reporter: 'list',
  use: {
    browserName: 'chromium',
    launchOptions: CHROMIUM,
    // Recording takes a core that the video needs: ask for it with `--trace on` where it is wanted.
    trace: 'off',
    screenshot: 'only-on-failure',
  },
});
