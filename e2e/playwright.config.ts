import { defineConfig } from '@playwright/test'
import { BROWSER_ARGS, chromiumPath, VIEWPORTS } from './browser.ts'

/** One journey after the other: they share a server and its clock. */
export default defineConfig({
  testDir: '.',
  testMatch: '**/*.e2e.ts',
  outputDir: '../test-results/e2e',
  workers: 1,
  fullyParallel: false,
  reporter: [['list']],
  use: {
    viewport: VIEWPORTS.desktop,
    locale: 'en-GB',
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: { executablePath: await chromiumPath(), args: BROWSER_ARGS },
  },
})
