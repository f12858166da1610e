import { defineConfig } from '@playwright/test'
import { BROWSER_ARGS, chromiumPath, VIEWPORTS } from './browser.ts'

/** Two files at a time; the journeys of a file share a server and its clock, one after the other. */
export default defineConfig({
  testDir: '.',
  testMatch: '**/*.e2e.ts',
  outputDir: '../test-results/e2e',
  workers: 2,
  fullyParallel: false,
  reporter: [['list']],
  // A step that hangs is named; nothing passes or fails by being quicker.
  timeout: 300_000,
  expect: { timeout: 30_000 },
  use: {
    actionTimeout: 30_000,
    navigationTimeout: 30_000,
    viewport: VIEWPORTS.desktop,
    locale: 'en-GB',
    screenshot: 'only-on-failure',
    // A film of every journey would cost more than the journey.
    trace: { mode: 'retain-on-failure', screenshots: false },
    launchOptions: { executablePath: await chromiumPath(), args: BROWSER_ARGS },
  },
})
