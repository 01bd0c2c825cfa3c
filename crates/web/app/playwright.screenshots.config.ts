// Pictures of all states of all pages, by `cargo xtask screenshots`. They aren't tests: a person looks at them.
import { defineConfig } from '@playwright/test';
import { CHROMIUM } from './journeys/support/chromium';

export default defineConfig({
  testDir: './journeys/screenshots',
  testMatch: '*.ts',
  outputDir: './test-results',
  // In order: the first pictures show a service without broadcasts.
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 300_000,
  expect: { timeout: 60_000 },
  reporter: 'list',
  use: { browserName: 'chromium', launchOptions: CHROMIUM, trace: 'off', actionTimeout: 60_000 },
});
