import { AxeBuilder } from '@axe-core/playwright'
import { VIEWPORTS } from './browser.ts'
import { ADMIN, type Instance } from './instance.ts'
import { expect, type Page, test } from './journey.ts'
import { resources } from './sandbox.ts'
import { type StaffApi, staffApi } from './staff-api.ts'

const SHOTS = 'test-results/screens'
const NEW = '/admin/services/new'
const REFUSAL = 'The tag is locked by the provider'

test('staff create services and import what exists on a server', async ({ page, instance }) => {
  test.setTimeout(240_000)
  const api = await staffApi(instance)
  const company = await openCompany(api)
  await plant(instance)
  await logIn(page)
  let progress = ''

  await test.step('refuses a type that is not the product’s, and says why', async () => {
    await page.goto('/admin/services')
    await page.getByRole('link', { name: 'New service' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'New service' })).toBeVisible()
    await expect(page.getByRole('link', { name: 'Make an order instead' })).toBeVisible()
    await choose(page, 'Customer', /Atelier Lumière/)
    await choose(page, 'Product', /^Quay S/)
    await choose(page, 'Type of service', 'No server')
    await expect(
      page.getByText('“Quay S” is delivered as “Sandbox”', { exact: false }),
    ).toBeVisible()
    await expect(page.getByRole('button', { name: 'Next' })).toBeDisabled()
    await page.getByRole('button', { name: 'Use “Sandbox”' }).click()
    await page.getByRole('button', { name: 'Next' }).click()
    await expect(page.getByRole('textbox', { name: 'Name', exact: true })).toHaveValue('Quay S')
  })

  await test.step('keeps what was typed over a way back and an error', async () => {
    await expect(page.getByRole('textbox', { name: 'Price', exact: true })).toHaveValue('19.00')
    await page.getByRole('textbox', { name: 'Notes' }).fill('Agreed by phone')
    await page.getByRole('textbox', { name: 'Expiry', exact: true }).fill('2020-01-01T10:00')
    await page.getByRole('button', { name: 'Create the service' }).click()
    await expect(page.getByText(/past/).first()).toBeVisible()
    await page.getByRole('button', { name: 'Change the choice' }).click()
    await page.getByRole('button', { name: 'Next' }).click()
    await expect(page.getByRole('textbox', { name: 'Notes' })).toHaveValue('Agreed by phone')
    await expect(page.getByRole('textbox', { name: 'Expiry', exact: true })).toHaveValue(
      '2020-01-01T10:00',
    )
    await page.getByRole('textbox', { name: 'Expiry', exact: true }).fill('2031-05-01T10:00')
  })

  await test.step('creates it from the product and delivers it', async () => {
    await page.getByRole('button', { name: 'Create the service' }).dblclick()
    await expect(page.getByRole('heading', { level: 1, name: 'Quay S' })).toBeVisible()
    await expect(page.locator('main header').getByText('active', { exact: true })).toBeVisible()
    const { items } = await api.get<Services>(`/admin/services?customerId=${company.customerId}`)
    expect(items).toHaveLength(1)
    expect(await documents(api)).toEqual([])
  })

  await test.step('creates a custom service that waits', async () => {
    await page.goto(`${NEW}?customer=${company.customerId}`)
    await choose(page, 'Product', /^Custom service/)
    await choose(page, 'Type of service', 'No server')
    await page.getByRole('button', { name: 'Next' }).click()
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Support contract')
    await page.getByRole('textbox', { name: 'Price', exact: true }).fill('120')
    await choose(page, 'Billing cycle', 'one-time payment')
    await expect(page.getByRole('textbox', { name: 'Expiry', exact: true })).toHaveValue('for life')
    await page.getByLabel('Deliver now').uncheck()
    await page.getByRole('button', { name: 'Create the service' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Support contract' })).toBeVisible()
    await expect(page.locator('main header').getByText('pending', { exact: true })).toBeVisible()
  })

  await test.step('searches what exists, and cannot choose what a service has', async () => {
    const first = `?customer=${company.customerId}&product=custom&type=sandbox&step=2&view=import`
    await page.goto(NEW + first)
    await choose(page, 'Server', 'Sandbox')
    const list = page.getByRole('table', { name: 'What exists on the server' })
    await expect(list.getByRole('link', { name: /linked to #\d+ Quay S/ })).toBeVisible()
    await expect(list.getByLabel('Choose Quay S')).toBeDisabled()
    await expect(list.getByText('marked by another installation')).toBeVisible()
    await page.getByPlaceholder('Name, id, owner or plan').fill('game-2')
    await expect(list.getByRole('row')).toHaveCount(2)
    await list.getByLabel('Choose game-2').check()
    await page.getByPlaceholder('Name, id, owner or plan').fill('')
    await expect(list.getByLabel('Choose game-1')).toBeVisible()
    for (const name of ['game-1', 'game-3']) await list.getByLabel(`Choose ${name}`).check()
    await expect(page.getByText('3 chosen')).toBeVisible()
  })

  await test.step('imports three at once; the one that is refused is undone', async () => {
    await page.getByRole('textbox', { name: 'Price', exact: true }).fill('8')
    await page
      .getByLabel(/^Name of sbx-/)
      .nth(1)
      .fill('Lobby')
    await page
      .getByLabel(/^Price of sbx-/)
      .nth(1)
      .fill('9.50')
    await shot(page, 'new-service-chosen-en-light-desktop')
    expect(await hindrances(page)).toEqual([])
    await behave(instance, [{ operation: 'adopt', effect: refusal(), times: 1 }])
    await page.getByRole('button', { name: 'Import 3 resources' }).click()
    await expect(page.getByText('The import is finished')).toBeVisible()
    await expect(page.getByText('2 imported · 1 undone')).toBeVisible()
    await expect(page.getByText(REFUSAL)).toBeVisible()
    progress = new URL(page.url()).pathname + new URL(page.url()).search
  })

  await test.step('tries the refused one again, as it was typed', async () => {
    await page.getByRole('button', { name: 'Back to the form' }).click()
    await page.getByRole('button', { name: 'Import 1 resource' }).click()
    await expect(page.getByText('1 imported')).toBeVisible()
    const { items } = await api.get<Services>('/admin/services?q=sbx-')
    const imported = items.filter(({ product }) => product === null)
    expect(imported.map(({ name }) => name).sort()).toEqual(['Lobby', 'game-2', 'game-3'])
    expect(imported.map(({ status }) => status).sort()).toEqual(['active', 'active', 'suspended'])
    expect(imported.map(({ price }) => price.amount).sort()).toEqual(['800', '800', '950'])
    expect(await documents(api)).toEqual([])
    expect(await resources(instance)).toHaveLength(5)
  })

  await test.step('looks at every screen in both languages and themes', () => {
    const first = `${NEW}?customer=${company.customerId}&product=${company.productId}`
    return shots(page, {
      'new-service': NEW,
      'new-service-refused': `${first}&type=none`,
      'new-service-create': `${first}&type=sandbox&step=2`,
      'new-service-import': `${first}&type=sandbox&step=2&view=import&server=${company.serverId}`,
      'new-service-progress': progress,
    })
  })
})

interface Services {
  items: {
    name: string
    status: string
    product: unknown
    price: { amount: string }
  }[]
}

const documents = async (api: StaffApi) =>
  (await api.get<{ items: unknown[] }>('/admin/documents')).items

/** A customer, and a product that the sandbox delivers. */
async function openCompany(staff: StaffApi) {
  const groups = await staff.get<{ items: { id: string; name: string }[] }>('/admin/server-groups')
  const serverGroupId = groups.items.find((group) => group.name === 'Sandbox')?.id
  const group = await staff.post<{ id: string }>('/admin/product-groups', {
    slug: 'quays',
    name: { en: 'Quays', fr: 'Quais' },
  })
  const product = await staff.post<{ id: string }>('/admin/products', {
    groupId: group.id,
    name: { en: 'Quay S', fr: 'Quai S' },
    type: 'sandbox',
    serverGroupId,
    deliverOn: 'manual',
    prices: [
      { cycle: 'monthly', price: { amount: '1900', currency: 'EUR' } },
      { cycle: 'annually', price: { amount: '19000', currency: 'EUR' } },
    ],
  })
  const customer = await staff.post<{ id: string }>('/admin/customers', {
    kind: 'business',
    name: 'Atelier Lumière',
    email: 'office@lumiere.example',
    country: 'FR',
    language: 'en',
  })
  const servers = await staff.get<{ items: { id: string }[] }>('/admin/servers?type=sandbox')
  return {
    customerId: customer.id,
    productId: product.id,
    serverId: servers.items[0]?.id ?? '',
  }
}

/** What existed at the provider before Berth came: three of the customer's, one of somebody else's. */
async function plant(instance: Instance): Promise<void> {
  const plan = { name: 'small', memoryMb: 1024, diskGb: 10, cpuCores: 1 }
  const owner = 'office@lumiere.example'
  await provider(instance, 'POST', 'resources', [
    { name: 'game-1', owner, plan },
    { name: 'game-2', owner, plan },
    { name: 'game-3', owner, plan, suspended: true, running: false },
    { name: 'theirs', key: 'another-installation', plan },
  ])
}

const refusal = () => ({ kind: 'refuse', code: 'rejected', message: REFUSAL })

const behave = (instance: Instance, rules: unknown[]) =>
  provider(instance, 'PATCH', 'behaviour', { rules })

async function provider(
  { url }: Instance,
  method: string,
  path: string,
  body: unknown,
): Promise<void> {
  const response = await fetch(`${url}/api/v1/sandbox/provider/${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
}

async function logIn(page: Page): Promise<void> {
  await page.goto('/admin/login')
  await page.getByLabel('E-mail').fill(ADMIN.email)
  await page.getByLabel(/^Password/).fill(ADMIN.password)
  await page.getByRole('button', { name: 'Log in' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Dashboard' })).toBeVisible()
}

/** Opens a list of choices and takes one. */
async function choose(page: Page, label: string, option: string | RegExp): Promise<void> {
  await page
    .getByRole('combobox', { name: label })
    .or(page.getByRole('textbox', { name: label }))
    .first()
    .click()
  await page.getByRole('option', { name: option }).first().click()
}

/** The page as it stands, for people to look at. */
const shot = (page: Page, name: string) =>
  page.screenshot({ path: `${SHOTS}/${name}.png`, fullPage: true })

const LOOKS = [
  { language: 'en', theme: 'light', view: 'desktop' },
  { language: 'fr', theme: 'dark', view: 'phone' },
] as const

/** Screens by their address, in two looks that differ in everything. */
async function shots(page: Page, screens: Record<string, string>): Promise<void> {
  for (const { language, theme, view } of LOOKS) {
    const answer = await page.request.patch('/api/v1/auth/profile', { data: { language } })
    expect(answer.ok()).toBe(true)
    await page.evaluate((scheme) => localStorage.setItem('berth-colour-scheme', scheme), theme)
    await page.setViewportSize(VIEWPORTS[view])
    for (const [name, path] of Object.entries(screens)) {
      await page.goto(path)
      await expect(page.locator('html')).toHaveAttribute('lang', language)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await page.waitForLoadState('networkidle')
      await shot(page, `${name}-${language}-${theme}-${view}`)
      expect(await hindrances(page), `${name} ${language} ${view}`).toEqual([])
    }
  }
}

/** What keeps people from using the page as it stands. */
async function hindrances(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
}
