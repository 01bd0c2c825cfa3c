// Measurements of a running product, by `cargo xtask bench`. They aren't tests.
import { defineConfig } from '@playwright/test';
import { CHROMIUM } from './journeys/support/chromium';
import { runs } from './journeys/support/samples';

export default defineConfig({
  testDir: './journeys/measure',
  testMatch: '*.ts',
  outputDir: './test-results',
  // One at a time, so that they don't influence each other.
  workers: 1,
  retries: 0,
  forbidOnly: true,
  // A measurement that hangs must fail.
  timeout: 120_000 + 60_000 * runs().length,
  expect: { timeout: 60_000 },
  reporter: 'list',
  use: { browserName: 'chromium', launchOptions: CHROMIUM, trace: 'off', actionTimeout: 60_000 },
});
