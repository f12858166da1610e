import { randomUUID } from 'node:crypto'
import { VIEWPORTS } from './browser.ts'
import { ADMIN, type Instance } from './instance.ts'
import { expect, type Page, test } from './journey.ts'
import { type StaffApi, staffApi } from './staff-api.ts'

const SHOTS = 'test-results/screens'
const HERS = 30
const SMALL = { memoryMb: 1024, diskGb: 10, cpuCores: 1 }

test('staff take over a whole server: proposed, corrected, previewed, imported', async ({
  page,
  instance,
}) => {
  test.setTimeout(180_000)
  const api = await staffApi(instance)
  await openCompany(api)
  await plant(instance)
  await logIn(page)

  await test.step('proposes customers by owner and products by plan', async () => {
    await page.goto('/admin/imports')
    await page.getByRole('link', { name: 'Import from a server' }).first().click()
    await choose(page, 'Server', /sandbox/i)
    await expect(page.getByText(`${HERS} chosen, ${HERS} complete.`)).toBeVisible()
    await page.getByText('Incomplete', { exact: true }).click()
    await expect(page.getByRole('checkbox', { name: 'Choose stray' })).toBeVisible()
    await expect(page.getByRole('checkbox', { name: 'Choose hers-1', exact: true })).toBeHidden()
    await shot(page, 'import-wizard-en-light-desktop')
  })

  await test.step('an incomplete one says what it lacks, and is set right', async () => {
    await page.getByRole('checkbox', { name: 'Choose stray' }).click()
    await expect(page.getByText('Choose a customer')).toBeVisible()
    await expect(page.getByRole('button', { name: /^Preview/ })).toBeDisabled()
    await choose(page, 'Customer of stray', /Atelier Lumière/)
    await choose(page, 'Product of stray', 'Quay S')
    await page.getByLabel(/^Expiry of /).fill('2031-05-01T10:00')
    await expect(page.getByText(`${HERS + 1} chosen, ${HERS + 1} complete.`)).toBeVisible()
  })

  await test.step('a preview writes nothing and says what will be', async () => {
    await page.getByRole('button', { name: `Preview ${HERS + 1} imports` }).click()
    await expect(page.getByText('What the import will do')).toBeVisible()
    await expect(page.getByRole('button', { name: `Import ${HERS + 1} resources` })).toBeEnabled()
    await shot(page, 'import-preview-en-light-desktop')
    expect(await services(api)).toBe(0)
  })

  await test.step('a double click imports once, and each is counted', async () => {
    await page.getByRole('button', { name: `Import ${HERS + 1} resources` }).dblclick()
    await expect(page.getByText('The import is finished')).toBeVisible({ timeout: 60_000 })
    await expect(page.getByText(`${HERS + 1} imported`)).toBeVisible()
    expect(await services(api)).toBe(HERS + 1)
  })

  await test.step('nothing is left to import there, and the import is in the list', async () => {
    await page.goto('/admin/imports')
    await expect(page.getByText(`${HERS + 1} / ${HERS + 1}`)).toBeVisible()
    await page.getByRole('link', { name: 'Import from a server' }).first().click()
    await choose(page, 'Server', /sandbox/i)
    await expect(page.getByText('Everything there has a service already')).toBeVisible()
  })

  await test.step('is usable on a phone, in French', async () => {
    await page.request.patch('/api/v1/auth/profile', { data: { language: 'fr' } })
    await plant(instance)
    await page.setViewportSize(VIEWPORTS.phone)
    await page.reload()
    await expect(page.getByText(`${HERS} choisies, ${HERS} complètes.`)).toBeVisible()
    await shot(page, 'import-wizard-fr-light-phone')
  })
})

const services = async (api: StaffApi) =>
  (await api.get<{ total: { count: number } }>('/admin/services')).total.count

/** A customer, and a product that the sandbox delivers. */
async function openCompany(staff: StaffApi): Promise<void> {
  const groups = await staff.get<{ items: { id: string; name: string }[] }>('/admin/server-groups')
  const group = await staff.post<{ id: string }>('/admin/product-groups', {
    slug: 'quays',
    name: { en: 'Quays', fr: 'Quais' },
  })
  await staff.post('/admin/products', {
    groupId: group.id,
    name: { en: 'Quay S', fr: 'Quai S' },
    type: 'sandbox',
    serverGroupId: groups.items.find(({ name }) => name === 'Sandbox')?.id,
    moduleSettings: SMALL,
    deliverOn: 'manual',
    prices: [{ cycle: 'monthly', price: { amount: '1900', currency: 'EUR' } }],
  })
  await staff.post('/admin/customers', {
    kind: 'business',
    name: 'Atelier Lumière',
    email: 'office@lumiere.example',
    country: 'FR',
    language: 'en',
  })
}

/** What existed at the provider before: the customer's, a stranger's, another installation's. */
async function plant({ url }: Instance): Promise<void> {
  const plan = { name: '1024 MiB / 10 GiB / 1', ...SMALL }
  const owner = 'office@lumiere.example'
  const body = [
    ...Array.from({ length: HERS }, (_, n) => ({ name: `hers-${n}`, owner, plan })),
    { name: 'stray', owner: 'who@nowhere.example', plan: { name: 'odd', ...SMALL } },
    { name: 'theirs', key: randomUUID(), plan },
  ]
  const response = await fetch(`${url}/api/v1/sandbox/provider/resources`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`resources: ${response.status} ${await response.text()}`)
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

const shot = (page: Page, name: string) =>
  page.screenshot({ path: `${SHOTS}/${name}.png`, fullPage: true })
