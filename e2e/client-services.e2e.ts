import type { Instance } from './instance.ts'
import { expect, type Page, test } from './journey.ts'
import { type StaffApi, staffApi } from './staff-api.ts'

const DAY_MS = 86_400_000

/** One more customer of the instance, with a service of 12 euros a month. */
async function begin(page: Page, instance: Instance, name: string) {
  const staff = await staffApi(instance)
  const answer = await page.request.post('/api/v1/auth/register', {
    data: {
      kind: 'consumer',
      name,
      email: `${name.toLowerCase().replaceAll(' ', '.')}@example.com`,
      password: 'a harbour at dawn',
      country: 'FR',
      language: 'en',
    },
  })
  expect(answer.ok(), await answer.text()).toBe(true)
  const session = await page.request.get('/api/v1/auth/session')
  const { customer } = (await session.json()) as { customer: { id: string } }
  const service = await addService(staff, { customerId: customer.id, name: `shop of ${name}` })
  return { staff, customerId: customer.id, path: `/client/services/${service.id}`, service }
}

async function addService(
  staff: StaffApi,
  { customerId, name, ...more }: { customerId: string; name: string; metadata?: unknown },
) {
  const service = await staff.post<{ id: string }>('/admin/services', {
    ...{ customerId, name, type: 'none', cycle: 'monthly', currency: 'EUR' },
    productId: await product(staff),
    price: { amount: '1200', currency: 'EUR' },
    initialPrice: { amount: '1200', currency: 'EUR' },
    expiresAt: new Date(Date.now() + 20 * DAY_MS).toISOString(),
    deliver: true,
    ...more,
  })
  return service
}

/** Sold by the month and by the quarter, not by the year. */
async function product(staff: StaffApi): Promise<string> {
  const { items } = await staff.get<{ items: { id: string; name: { en: string } }[] }>(
    '/admin/products',
  )
  const known = items.find(({ name }) => name.en === 'Quay')
  if (known) return known.id
  const group = await staff.post<{ id: string }>('/admin/product-groups', {
    slug: 'quays',
    name: { en: 'Quays', fr: 'Quais' },
  })
  const { id } = await staff.post<{ id: string }>('/admin/products', {
    groupId: group.id,
    name: { en: 'Quay', fr: 'Quai' },
    type: 'none',
    prices: [
      { cycle: 'monthly', price: { amount: '1200', currency: 'EUR' } },
      { cycle: 'quarterly', price: { amount: '3000', currency: 'EUR' } },
    ],
  })
  return id
}

const dialogOf = (page: Page) => page.getByRole('dialog')

async function openAction(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Actions' }).click()
  await page.getByRole('menuitem', { name }).click()
}

test('J4: a cycle is changed without paying, and another with', async ({ page, instance }) => {
  const { path } = await begin(page, instance, 'Ada Quay')
  await page.goto(path)

  await test.step('by the quarter, with VAT before one decides', async () => {
    await openAction(page, 'Change the cycle')
    const dialog = dialogOf(page)
    await dialog.getByRole('combobox', { name: 'New cycle' }).click()
    await expect(page.getByRole('option', { name: /annually/ })).toHaveCount(0)
    await page.getByRole('option', { name: /quarterly/ }).click()
    await expect(dialog.getByText(/€30\.00 \(quarterly\), €36\.00 with VAT/)).toBeVisible()
    await dialog.getByRole('button', { name: 'Change the cycle' }).click()
    await expect(page.locator('header').getByText(/€30\.00/)).toBeVisible()
    await expect(page.getByText(/billed quarterly, €30\.00/)).toBeVisible()
  })

  await test.step('back by the month, paid at once', async () => {
    await openAction(page, 'Change the cycle')
    const dialog = dialogOf(page)
    await dialog.getByRole('combobox', { name: 'New cycle' }).click()
    await page.getByRole('option', { name: /monthly/ }).click()
    await dialog.getByLabel('Renew and pay now').check()
    await dialog.getByRole('button', { name: 'Change the cycle' }).click()
    await expect(page.getByTestId('amount-due')).toHaveText('€14.40')
  })
})

test('a cancellation says what is lost and when, and is taken back', async ({ page, instance }) => {
  const { path } = await begin(page, instance, 'Bo Quay')
  await page.goto(path)
  await openAction(page, 'Cancel the service')
  const dialog = dialogOf(page)
  await expect(dialog.getByText(/data is removed for good/)).toBeVisible()
  await expect(dialog.getByText(/You can undo this until/)).toBeVisible()
  await dialog.getByRole('combobox', { name: 'Reason' }).click()
  await page.getByRole('option').first().click()
  await dialog.getByRole('button', { name: 'Cancel the service' }).click()
  await expect(page.getByText(/Cancelled: ends on/)).toBeVisible()
  await page.getByRole('button', { name: 'Undo the cancellation' }).click()
  await dialog.getByRole('button', { name: 'Undo the cancellation' }).click()
  await expect(page.getByText(/Cancelled: ends on/)).toBeHidden()
  const history = page.getByRole('region', { name: 'What happened' })
  await expect(history.getByText('The cancellation was taken back.')).toBeVisible()
  await expect(history.getByText(/cancelled for the end of the paid period/)).toBeVisible()
  await expect(history.getByText(/· you/).first()).toBeVisible()
})

test('what if: asked in plain words, nothing is done', async ({ page, instance }) => {
  const { path } = await begin(page, instance, 'Cy Quay')
  await page.goto(path)
  const section = page.getByRole('region', { name: 'What if …' })
  await expect(section.getByText(/If it is not paid, it is suspended on/)).toBeVisible()
  await section.getByText('I pay now').click()
  await expect(section.getByText(/It is then paid until/)).toBeVisible()
  await section.getByText('I cancel').click()
  await expect(section.getByText(/It runs as before until/)).toBeVisible()
  const { items } = await (await page.request.get('/api/v1/client/documents')).json()
  expect(items).toEqual([])
})

test('a renewal clicked in two tabs is one renewal', async ({ page, instance }) => {
  const { path } = await begin(page, instance, 'Di Quay')
  const other = await page.context().newPage()
  for (const tab of [page, other]) {
    await tab.goto(path)
    await tab.getByRole('button', { name: 'Renew', exact: true }).click()
    await expect(dialogOf(tab).getByRole('button', { name: 'Renew' })).toBeEnabled()
  }
  await Promise.all(
    [page, other].map((tab) => dialogOf(tab).getByRole('button', { name: 'Renew' }).click()),
  )
  for (const tab of [page, other]) await expect(tab.getByTestId('amount-due')).toHaveText('€14.40')
  expect(new URL(page.url()).pathname).toBe(new URL(other.url()).pathname)
  const { items } = await (await page.request.get(`/api/v1${path}/renewals`)).json()
  expect(items).toHaveLength(1)
  await other.close()
})

test('J1: fifteen services come ten to a page; a filter that means nothing shows them all', async ({
  page,
  instance,
}) => {
  const { staff, customerId } = await begin(page, instance, 'Ed Quay')
  for (let n = 2; n <= 15; n++) await addService(staff, { customerId, name: `berth ${n}` })
  await page.goto('/client/services')
  const rows = page.getByRole('row').filter({ hasText: '#' })
  await expect(rows).toHaveCount(10)
  await expect(page.getByText('of 15')).toBeVisible()
  await page.getByRole('button', { name: 'Next page' }).click()
  await expect(rows).toHaveCount(5)
  await page.goto('/client/services?tab=suspended')
  await expect(page.getByText('None in this state')).toBeVisible()
  await page.goto('/client/services?tab=dancing&productGroupId=nothing')
  await expect(rows).toHaveCount(10)
  await expect(page).toHaveURL(/\/client\/services$/)
})

test('a limit is said before the click, with the day it lifts', async ({ page, instance }) => {
  const { staff, customerId } = await begin(page, instance, 'Flo Quay')
  const limited = await addService(staff, {
    customerId,
    name: 'once a month',
    metadata: { max_renewals_in_current_month: '1' },
  })
  await staff.post(`/admin/services/${limited.id}/renew`, { price: '0' })
  await page.goto(`/client/services/${limited.id}`)
  await expect(page.getByText('Renewed as often as it may be for now')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Renew', exact: true })).toBeDisabled()
})
