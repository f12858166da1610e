import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from '@playwright/test'
import { VIEWPORTS } from './browser.ts'
import { ADMIN, type Instance } from './instance.ts'
import { expect, test } from './journey.ts'
import { allScreens, type Looker, loadSampleData, type Screen } from './screens.ts'
import { logInToApi, type StaffApi, staffApi } from './staff-api.ts'

const SHOTS = 'test-results/screens'
const CUSTOMER = { email: 'camille@atelier-lumen.example', password: 'welcome-aboard' }

/** Languages, themes and sizes, each seen with one of the others. */
const LOOKS = [
  { name: 'en-light-desktop', language: 'en', theme: 'light', viewport: VIEWPORTS.desktop },
  { name: 'fr-dark-phone', language: 'fr', theme: 'dark', viewport: VIEWPORTS.phone },
] as const
type Look = (typeof LOOKS)[number]

// Each on a server of its own, side by side: it is the longest of all journeys.
test.describe.configure({ mode: 'parallel' })
// What is found is told by its screen, and each screen keeps its picture.
test.use({ trace: 'off' })

for (const look of LOOKS) {
  test(`every screen is drawn and accessible: ${look.name}`, async ({ browser, instance }) => {
    test.setTimeout(600_000)
    const screens = await prepare(instance)
    const found: string[] = []
    for (const looker of ['visitor', 'staff', 'customer'] as const) {
      const page = await openAs(browser, instance, looker, look)
      for (const screen of screens.filter((one) => one.looker === looker)) {
        found.push(...(await lookAt(page, screen, look)))
      }
      await page.context().close()
    }
    expect(found).toEqual([])
  })
}

const prepared = new Map<Instance, Promise<Screen[]>>()

/** Sample data, one batch, import and coupon, once for both looks. */
function prepare(instance: Instance): Promise<Screen[]> {
  const known = prepared.get(instance) ?? fill(instance)
  prepared.set(instance, known)
  return known
}

async function fill(instance: Instance): Promise<Screen[]> {
  await loadSampleData(instance)
  const staff = await staffApi(instance)
  const client = await logInToApi(instance, { ...CUSTOMER, realm: 'customer' })
  await staff.post('/admin/batches', {
    action: 'service.add_days',
    input: { days: 3 },
    select: { filters: { status: 'active', type: 'sandbox' } },
  })
  await importOne(instance, staff)
  await findDrift(instance, staff)
  await haveSomethingDone(staff)
  await staff.post('/admin/coupons', { code: 'SPRING', kind: 'percent', basisPoints: 1000 })
  return allScreens({ staff, client })
}

/** Resources that existed at the provider before. */
async function plant({ url }: Instance, names: string[]): Promise<void> {
  const plan = { name: 'small', memoryMb: 1024, diskGb: 10, cpuCores: 1 }
  const made = await fetch(`${url}/api/v1/sandbox/provider/resources`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(names.map((name) => ({ name, plan }))),
  })
  expect(made.ok, await made.clone().text()).toBe(true)
}

/** Takes over one resource that existed at the provider before. */
async function importOne(instance: Instance, staff: StaffApi): Promise<void> {
  await plant(instance, ['from-before'])
  const customers = await staff.get<{ items: { id: string }[] }>('/admin/customers')
  const servers = await staff.get<{ items: { id: string }[] }>('/admin/servers?search=Sandbox')
  const serverId = servers.items[0]?.id
  const found = await staff.get<{ items: { remoteId: string }[] }>(
    `/admin/servers/${serverId}/resources?q=from-before`,
  )
  await staff.post('/admin/imports', {
    rows: [
      {
        ...{ serverId, remoteId: found.items[0]?.remoteId, name: 'From before', type: 'sandbox' },
        ...{ customerId: customers.items[0]?.id, cycle: 'monthly' },
        price: { amount: '900', currency: 'EUR' },
        expiresAt: '2035-01-01T00:00:00Z',
      },
    ],
  })
}

/** A run of the automation with something to report: a document that is due at once. */
async function haveSomethingDone(staff: StaffApi): Promise<void> {
  const customers = await staff.get<{ items: { id: string }[] }>('/admin/customers')
  await staff.post('/admin/services', {
    ...{ customerId: customers.items[0]?.id, type: 'none', name: 'due.example', cycle: 'monthly' },
    price: { amount: '900', currency: 'EUR' },
    expiresAt: new Date(Date.now() + 3 * 86_400_000).toISOString(),
    deliver: true,
  })
  const runs = () => staff.get<{ items: unknown[] }>('/admin/automation/runs')
  await expect.poll(async () => (await runs()).items.length).toBeGreaterThan(0)
}

/** A comparison that finds something, and a fix of many that waits to be confirmed. */
async function findDrift(instance: Instance, staff: StaffApi): Promise<void> {
  await plant(instance, ['stray-1', 'stray-2', 'stray-3'])
  const servers = await staff.get<{ items: { id: string }[] }>('/admin/servers?search=Sandbox')
  await staff.post(`/admin/servers/${servers.items[0]?.id}/reconcile`)
  const open = () => staff.get<{ items: { id: string }[] }>('/admin/drift?state=open&limit=3')
  await expect.poll(async () => (await open()).items.length).toBe(3)
  const ids = (await open()).items.map(({ id }) => id)
  await staff.post('/admin/drift/batches', { action: 'drift.ignore', select: { ids } })
}

async function openAs(
  browser: Browser,
  { url }: Instance,
  looker: Looker,
  look: Look,
): Promise<Page> {
  const context = await browser.newContext({
    baseURL: url,
    viewport: look.viewport,
    colorScheme: look.theme,
    locale: look.language === 'fr' ? 'fr-FR' : 'en-GB',
    reducedMotion: 'reduce',
  })
  if (looker !== 'visitor') {
    const who =
      looker === 'staff' ? { ...ADMIN, realm: 'staff' } : { ...CUSTOMER, realm: 'customer' }
    const login = await context.request.post('/api/v1/auth/login', { data: who })
    expect(login.ok()).toBe(true)
    const profile = await context.request.patch('/api/v1/auth/profile', {
      data: { language: look.language },
    })
    expect(profile.ok(), await profile.text()).toBe(true)
  }
  // A mail is shown in a frame that has no storage.
  await context.addInitScript({
    content: `if (window === window.top) {
      localStorage.setItem('berth-language', '${look.language}')
      localStorage.setItem('berth-colour-scheme', '${look.theme}')
    }`,
  })
  return context.newPage()
}

/** Draws a screen, keeps its picture, and answers what stands in a user's way. */
async function lookAt(page: Page, screen: Screen, look: Look): Promise<string[]> {
  const errors: string[] = []
  const onError = (error: Error) => errors.push(`${screen.route}: ${error.message}`)
  page.on('pageerror', onError)
  await page.goto(screen.path)
  await expect(page.locator('h1').first()).toBeVisible()
  const waiting = page.locator('.mantine-Loader-root, .mantine-Skeleton-root')
  await expect(waiting.filter({ visible: true })).toHaveCount(0)
  const file = screen.route.replaceAll('/', '_').replaceAll('$', '')
  await page.screenshot({ path: `${SHOTS}/${look.name}/${file}.png`, fullPage: true })
  const { violations } = await new AxeBuilder({ page })
    // Bringing over all that is in order costs ten times what finding out does.
    .options({ resultTypes: ['violations'], preload: false })
    // Without this axe opens a page of its own to sum up, which a busy browser sometimes never shows;
    // only frames of other origins would need it.
    .setLegacyMode(true)
    .analyze()
  page.off('pageerror', onError)
  const wide: number = await page.evaluate(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  )
  if (wide > 0) errors.push(`${screen.route}: ${wide} px wider than the screen`)
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  return [
    ...errors,
    ...serious.map(
      ({ id, nodes }) =>
        `${screen.route}: ${id} at ${nodes[0]?.target.join(' ')} (${nodes.length})`,
    ),
  ]
}
