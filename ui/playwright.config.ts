// The pages in Debian's Chromium, against the built program. Each test runs in French and in English.
import { defineConfig } from '@playwright/test';

// On a machine that others use too, `RENTREE_E2E_PATIENCE=6` waits six times as long.
const patience = Number(process.env.RENTREE_E2E_PATIENCE ?? 1);

export default defineConfig({
  testDir: 'e2e',
  outputDir: '../target/e2e',
  fullyParallel: true,
  forbidOnly: true,
  // A retry may label a flaky test, it never passes one.
  retries: 0,
  workers: Number(process.env.RENTREE_E2E_WORKERS ?? 2),
  timeout: 90_000 * patience,
  expect: { timeout: 15_000 * patience },
  reporter: [['list']],
  use: {
    viewport: { width: 1280, height: 720 },
    timezoneId: 'Africa/Douala',
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-quic',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    },
  },
  projects: [
    { name: 'fr', use: { locale: 'fr-FR' } },
    { name: 'en', use: { locale: 'en-GB' } },
  ],
});
