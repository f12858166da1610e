import { startSandboxProvider } from '@berth/module-sandbox/provider'
import { expect } from './journey.ts'
import type { Observed, Target } from './target.ts'

const HOST_NAME = 'www.harbour.example'

/** The imaginary provider, in this process. */
export async function sandboxTarget(): Promise<Target> {
  const provider = await startSandboxProvider({ now: () => Date.now() })
  return {
    description: 'the sandbox provider, since BERTH_TEST_DOCKER_HOST is not set',
    type: 'Sandbox',
    async fillServer(page) {
      await page.getByRole('textbox', { name: /^Address/ }).fill(provider.url)
      await page.getByLabel('Token').fill(provider.token)
    },
    async fillProduct(page) {
      await page.getByLabel('Memory').fill('2048')
    },
    async fillOrder(page) {
      await page.getByLabel('Host name').fill(HOST_NAME)
    },
    async visit(page) {
      const name = page.getByText(HOST_NAME).first()
      await expect(name).toBeVisible()
      return name.innerText()
    },
    greeting: HOST_NAME,
    logLine: /restart|start/i,
    async observe(serviceId): Promise<Observed> {
      const { body } = provider.control({ method: 'GET', path: 'resources' })
      const { items } = body as { items: { key: string | null; running: boolean }[] }
      const own = items.find((one) => one.key === serviceId)
      return own ? (own.running ? 'running' : 'stopped') : 'gone'
    },
    starts: async () => null,
    close: () => provider.close(),
  }
}
