import { test as base } from '@playwright/test'
import { type Instance, startInstance } from './instance.ts'

/** Gives each file a fresh instance and ends the one of the file before. */
interface Instances {
  of(file: string): Promise<Instance>
}

/** `test` with an instance of the file's own, whose pages `page.goto('/…')` opens. */
export const test = base.extend<
  { instance: Instance; serverOutput: undefined },
  { instances: Instances }
>({
  instances: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
    async ({}, use) => {
      let present: { file: string; instance: Instance } | null = null
      await use({
        async of(file) {
          if (present?.file === file) return present.instance
          await present?.instance.stop()
          present = null
          const instance = await startInstance()
          present = { file, instance }
          return instance
        },
      })
      const last = present as { instance: Instance } | null
      await last?.instance.stop()
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  instance: [
    async ({ instances }, use, info) => use(await instances.of(info.file)),
    { timeout: 120_000 },
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
