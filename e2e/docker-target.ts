import { ensureTestImage } from '@berth/module-docker/test-image'
import type { Page } from '@playwright/test'
import Docker from 'dockerode'
import { expect } from './journey.ts'
import type { Observed, Target } from './target.ts'

const GREETING = 'Bonjour from the harbour'

/** A real engine: `BERTH_TEST_DOCKER_HOST`, a unix socket. */
export async function dockerTarget(host: string): Promise<Target> {
  const docker = new Docker({ socketPath: host.replace(/^unix:\/\//, '') })
  const image = await ensureTestImage(docker)
  return {
    description: `the engine at ${host}`,
    type: 'Docker container',
    async fillServer(page) {
      await page.getByLabel('Engine').fill(host)
      await page.getByLabel('Listen on').fill('127.0.0.1')
      await page.getByLabel('First port').fill('23000')
      await page.getByLabel('Last port').fill('23499')
      await page.getByLabel('Open files per container').fill('1024')
      await page.getByLabel('Processes per user').fill('512')
    },
    async fillProduct(page) {
      await page.getByRole('textbox', { name: /^Image/ }).fill(image)
      await page.getByLabel('Memory').fill('64')
      await page.getByLabel('Processes and threads').fill('64')
      await page.getByLabel('Ports of the container').fill('8080/http')
    },
    async fillOrder(page) {
      await page.getByLabel('Environment').fill(`GREETING=${GREETING}`)
    },
    visit: (page) => visit(page),
    greeting: GREETING,
    logLine: /serving \/data on port 8080/,
    observe: (serviceId) => observe(docker, serviceId),
    async starts(page) {
      const address = await addressOn(page)
      const url = new URL('/starts.txt', address).href
      // Nothing answers between a stop and the next start.
      const answer = await page.request.get(url).catch(() => null)
      return answer ? (await answer.text()).trim().split('\n').length : 0
    },
    close: async () => {},
  }
}

/** The address that the panel shows. */
const addressLink = (page: Page) => page.getByRole('link', { name: /^127\.0\.0\.1:\d+$/ })

/** Follows the link as the customer does, in a page of its own. */
async function visit(page: Page): Promise<string> {
  const opened = page.waitForEvent('popup')
  await addressLink(page).click()
  const site = await opened
  await site.waitForLoadState()
  const text = await site.locator('body').innerText()
  await site.close()
  return text.trim()
}

async function addressOn(page: Page): Promise<string> {
  const link = addressLink(page)
  await expect(link).toBeVisible()
  return (await link.getAttribute('href')) ?? ''
}

async function observe(docker: Docker, serviceId: string): Promise<Observed> {
  const filters = { label: [`berth.key=${serviceId}`] }
  const [container] = await docker.listContainers({ all: true, filters })
  if (container) return container.State === 'running' ? 'running' : 'stopped'
  const { Volumes: volumes } = await docker.listVolumes()
  return volumes?.some(({ Name }) => Name.includes(serviceId)) ? 'stopped' : 'gone'
}
