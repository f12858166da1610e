import { test as base } from '@playwright/test'
import { type Instance, startInstance } from './instance.ts'

/** `test` with an instance of the file's own, whose pages `page.goto('/…')` opens. */
export const test = base.extend<{ serverOutput: undefined }, { instance: Instance }>({
  instance: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
    async ({}, use) => {
      const instance = await startInstance()
      await use(instance)
      await instance.stop()
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  baseURL: async ({ instance }, use) => use(instance.url),
  /** What the server wrote, with a journey that failed. */
  serverOutput: [
    async ({ instance }, use, info) => {
      await use(undefined)
      if (info.status === info.expectedStatus) return
      await info.attach('server', { body: instance.output(), contentType: 'text/plain' })
    },
    { auto: true },
  ],
})

export { expect, type Page } from '@playwright/test'
