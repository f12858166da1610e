import { readFile } from 'node:fs/promises'
import { ADMIN, type Instance } from './instance.ts'
import { expect, type Page, test } from './journey.ts'
import { travelTo } from './sandbox.ts'
import { type StaffApi, staffApi } from './staff-api.ts'

const DAY_MS = 86_400_000
const AROUND_THE_CLOCK = { fromHour: 0, toHour: 24, weekends: true, holidays: true }
/** The brake lets 20 of them through. */
const FLEET = 32
const HELD = 12

test('staff see what will happen, change a rule, and answer what the brake holds', async ({
  page,
  instance,
}) => {
  const staff = await staffApi(instance)
  const expiresAt = new Date(Date.now() + 9 * DAY_MS)
  await openFleet(staff, expiresAt)
  await logIn(page)
  await test.step('the forecast: assumption, a day’s steps, the file', () => lookAhead(page))
  await test.step('the effect of a delay before it is saved', () => changeDelay(page))
  await test.step('the brake: held, approved, suspended', () =>
    answerBrake(page, { instance, staff, expiresAt }))
})

test('staff apply a product’s price to its services, and hold all of a customer', async ({
  page,
  instance,
}) => {
  const sold = await sellOne(await staffApi(instance))
  await logIn(page)
  await test.step('the effect of the price, then its batch', () => applyPrice(page, sold))
  await test.step('a hold stands on the customer and on each service', () => holdAll(page, sold))
})

interface Sold {
  customerId: string
  serviceId: string
  productId: string
}

/** A service at 10.00 a month, whose product asks for 15.00 by now. */
async function sellOne(staff: StaffApi): Promise<Sold> {
  const price = (amount: string) => ({ amount, currency: 'EUR' })
  const group = await staff.post<{ id: string }>('/admin/product-groups', {
    ...{ slug: 'moorings', name: { en: 'Moorings', fr: 'Amarrages' } },
  })
  const product = await staff.post<{ id: string }>('/admin/products', {
    ...{ groupId: group.id, type: 'none', name: { en: 'Mooring', fr: 'Amarrage' } },
    prices: [{ cycle: 'monthly', price: price('1000') }],
  })
  const customer = await staff.post<{ id: string }>('/admin/customers', {
    ...{ kind: 'business', name: 'Lagoon', email: 'lagoon@example.com', country: 'FR' },
    ...{ language: 'en', currency: 'EUR' },
  })
  const now = await staff.get<{ now: string }>('/sandbox/clock')
  const service = await staff.post<{ id: string }>('/admin/services', {
    ...{ customerId: customer.id, productId: product.id, type: 'none', name: 'buoy.example' },
    ...{ cycle: 'monthly', price: price('1000'), deliver: true },
    expiresAt: new Date(Date.parse(now.now) + 40 * DAY_MS).toISOString(),
  })
  await staff.patch(`/admin/products/${product.id}`, {
    prices: [{ cycle: 'monthly', price: price('1500') }],
  })
  return { customerId: customer.id, serviceId: service.id, productId: product.id }
}

async function applyPrice(page: Page, { productId, serviceId }: Sold): Promise<void> {
  await page.goto(`/admin/products/${productId}`)
  await page.getByRole('button', { name: 'Apply to existing services' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText(/^1 service of 1 /)).toBeVisible()
  await expect(dialog.getByText('€15.00').first()).toBeVisible()
  await dialog.getByRole('button', { name: 'Prepare for 1 service' }).click()
  await expect(page).toHaveURL(/\/admin\/batches\//)
  await expect(page.getByRole('row').filter({ hasText: 'buoy.example' })).toContainText('€15.00')
  await page.getByRole('button', { name: /confirm for 1 service$/ }).click()
  const done = page.getByRole('row').filter({ hasText: 'buoy.example' })
  await expect(done.getByText('done', { exact: true })).toBeVisible()
  await page.goto(`/admin/services/${serviceId}`)
  await expect(page.getByText(/€15\.00/).first()).toBeVisible()
}

async function holdAll(page: Page, { customerId, serviceId }: Sold): Promise<void> {
  await page.goto(`/admin/customers/${customerId}`)
  const act = async (verb: string) => {
    await page.getByRole('button', { name: 'Actions' }).click()
    await page.getByRole('menuitem', { name: verb }).click()
    return page.getByRole('dialog')
  }
  const dialog = await act('Hold all services')
  await dialog.getByRole('textbox', { name: /Reason/ }).fill('They are moving harbour')
  await dialog.getByRole('button', { name: 'Hold all services' }).click()
  const banner = page.getByText('All services are on hold, without an end')
  await expect(banner).toBeVisible()
  await expect(page.getByText('They are moving harbour').first()).toBeVisible()
  await page.goto(`/admin/services/${serviceId}`)
  await expect(page.getByText('They are moving harbour').first()).toBeVisible()
  await page.goto(`/admin/customers/${customerId}`)
  const release = await act('Release all services')
  await release.getByRole('button', { name: 'Release all services' }).click()
  await expect(banner).toBeHidden()
}

/** A fleet whose services run out at once, of a customer whose automation never sleeps. */
async function openFleet(staff: StaffApi, expiresAt: Date): Promise<void> {
  const customer = await staff.post<{ id: string; version: number }>('/admin/customers', {
    ...{ kind: 'business', name: 'Breakwater', email: 'office@breakwater.example' },
    ...{ country: 'FR', language: 'en', currency: 'EUR' },
  })
  await staff.patch(`/admin/customers/${customer.id}`, {
    policy: { mailHours: AROUND_THE_CLOCK, destructiveHours: AROUND_THE_CLOCK },
  })
  for (let n = 1; n <= FLEET; n++) {
    await staff.post('/admin/services', {
      ...{ customerId: customer.id, type: 'none', name: `pier-${n}.example`, cycle: 'monthly' },
      price: { amount: '1000', currency: 'EUR' },
      expiresAt: expiresAt.toISOString(),
      deliver: true,
    })
  }
  // Half of what was forecast, so that the smallest limit counts.
  const brake = await staff.get<{ version: number; values: object }>('/admin/settings/brake')
  await staff.put('/admin/settings/brake', {
    version: brake.version,
    values: { ...brake.values, percentOfForecast: 50 },
  })
}

async function lookAhead(page: Page): Promise<void> {
  await page
    .getByRole('navigation', { name: 'Navigation' })
    .getByRole('link', { name: 'Automation' })
    .click()
  await expect(page.getByText(/32 services · nothing is written/)).toBeVisible()
  await page.getByText('Nobody pays', { exact: true }).click()
  await expect(page).toHaveURL(/assume=nobody/)
  const totals = page.getByRole('region', { name: 'In total' })
  await expect(totals.getByText('Suspensions').locator('../..')).toContainText('32')

  // Two days ahead the documents are made; the calendar is walked with the keyboard.
  const days = page.getByRole('grid')
  await days.locator('[tabindex="0"]').focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  const chosen = page.getByRole('region', { name: 'What happens on this day' }).first()
  await expect(chosen.getByText(/7 days before expiry/).first()).toBeVisible()
  await expect(chosen.getByRole('link', { name: 'pier-1.example' })).toBeVisible()

  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'CSV' }).click(),
  ])
  const text = await readFile(await file.path(), 'utf8')
  expect(text).toContain('pier-32.example')
}

async function changeDelay(page: Page): Promise<void> {
  await page.goto('/admin/settings/services')
  await page.getByRole('textbox', { name: 'Suspension', exact: true }).fill('3')
  await page.getByRole('button', { name: 'Save' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText(/32 services of 32 move/)).toBeVisible()
  await expect(dialog.getByText(/First on/)).toBeVisible()
  await expect(dialog.getByText('32 later').first()).toBeVisible()
  // Going back loses nothing: the focus returns to where it was, and the same key asks again.
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('button', { name: 'Save' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(dialog.getByText(/32 services of 32 move/)).toBeVisible()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('The settings are saved')).toBeVisible()
}

interface World {
  instance: Instance
  staff: StaffApi
  expiresAt: Date
}

async function answerBrake(page: Page, { instance, staff, expiresAt }: World): Promise<void> {
  await travelTo(instance, new Date(expiresAt.getTime() + 4 * DAY_MS))
  await page.goto('/admin/automation/brake')
  await expect(page.getByText('20').first()).toBeVisible()
  await expect(page.getByText(`${HELD} held`)).toBeVisible()
  await page.getByRole('button', { name: `Approve all (${HELD})` }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText('€120.00')).toBeVisible()
  const confirm = dialog.getByRole('button', { name: `Suspend ${HELD} services` })
  await expect(confirm).toBeDisabled()
  await dialog.getByRole('textbox').fill(String(HELD))
  await confirm.click()
  await expect(page.getByText(`${HELD} services are released`)).toBeVisible()
  await expect(page.getByText('Nothing is held')).toBeVisible()
  await expect(page.getByRole('row').filter({ hasText: 'approved' })).toContainText(String(HELD))
  const suspended = () =>
    staff.get<{ total: { count: number } }>('/admin/services?status=suspended&limit=1')
  await expect.poll(async () => (await suspended()).total.count).toBe(FLEET)
}

async function logIn(page: Page): Promise<void> {
  await page.goto('/admin/login')
  await page.getByLabel('E-mail').fill(ADMIN.email)
  await page.getByRole('textbox', { name: 'Password' }).fill(ADMIN.password)
  await page.getByRole('button', { name: 'Log in' }).click()
  const navigation = page.getByRole('navigation', { name: 'Navigation' })
  await expect(navigation.getByRole('link', { name: 'Automation' })).toBeVisible()
}
