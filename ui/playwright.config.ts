// The pages in Debian's Chromium, against the built program. Each test runs in French and in English.
import { defineConfig } from '@playwright/test';

// How long is waited for what should be there at once. Only a failing test takes so long, so a slow machine costs nothing but its own time.
const PATIENCE = 45_000;

export default defineConfig({
  testDir: 'e2e',
  outputDir: '../target/e2e',
  fullyParallel: true,
  forbidOnly: true,
  // A retry may label a flaky test, it never passes one.
  retries: 0,
  workers: Number(process.env.RENTREE_E2E_WORKERS ?? 2),
  timeout: 6 * PATIENCE,
  expect: { timeout: PATIENCE },
  reporter: [['list']],
  use: {
    viewport: { width: 1280, height: 720 },
    actionTimeout: PATIENCE,
    navigationTimeout: 2 * PATIENCE,
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
