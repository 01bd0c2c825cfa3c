// Measurements of a running product, by `cargo xtask bench`. They assert nothing, so they are no tests.
import { defineConfig } from '@playwright/test';
import { CHROMIUM } from './journeys/support/chromium';
import { runs } from './journeys/support/samples';

export default defineConfig({
  testDir: './journeys/measure',
  testMatch: '*.ts',
  outputDir: './test-results',
  // One after the other, so that none disturbs another.
  workers: 1,
  retries: 0,
  forbidOnly: true,
  // What hangs shall say so.
  timeout: 120_000 + 60_000 * runs().length,
  expect: { timeout: 60_000 },
  reporter: 'list',
  use: { browserName: 'chromium', launchOptions: CHROMIUM, trace: 'off', actionTimeout: 60_000 },
});
