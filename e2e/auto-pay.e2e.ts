import { ADMIN, type Instance } from './instance.ts'
import { expect, type Page, test } from './journey.ts'
import { mailsTo, travelTo } from './sandbox.ts'
import { staffApi } from './staff-api.ts'

const DAY_MS = 86_400_000
/** As long as a service is charged before its expiry. */
const LEAD_DAYS = 3

/** A customer who is logged in, with a service of 12 euros a month that runs ten more days. */
async function begin(page: Page, instance: Instance, name: string) {
  const staff = await staffApi(instance)
  const email = `${name.toLowerCase().replaceAll(' ', '.')}@example.com`
  const answer = await page.request.post('/api/v1/auth/register', {
    data: {
      ...{ kind: 'consumer', name, email, country: 'FR', language: 'en' },
      password: 'a harbour at dawn',
    },
  })
  expect(answer.ok(), await answer.text()).toBe(true)
  const session = await page.request.get('/api/v1/auth/session')
  const { customer } = (await session.json()) as { customer: { id: string } }
  const { now } = (await (await page.request.get('/api/v1/sandbox/clock')).json()) as {
    now: string
  }
  const expiresAt = Date.parse(now) + 10 * DAY_MS
  const service = await staff.post<{ id: string }>('/admin/services', {
    ...{ customerId: customer.id, name: `mooring of ${name}`, type: 'none', cycle: 'monthly' },
    ...{ currency: 'EUR', price: { amount: '1200', currency: 'EUR' } },
    initialPrice: { amount: '1200', currency: 'EUR' },
    expiresAt: new Date(expiresAt).toISOString(),
    deliver: true,
  })
  const daysBefore = (days: number) => new Date(expiresAt - days * DAY_MS + 3_600_000)
  return { email, customer, service, expiresAt, daysBefore }
}

/** Logs the owner in, in a window of their own. */
async function asStaff(page: Page, instance: Instance): Promise<Page> {
  const context = await page.context().browser()?.newContext({ baseURL: instance.url })
  if (!context) throw new Error('no browser')
  const window = await context.newPage()
  await window.request.post('/api/v1/auth/login', { data: { ...ADMIN, realm: 'staff' } })
  return window
}

test('a card is stored, a service is charged by itself once, and the card removed', async ({
  page,
  instance,
}) => {
  const { service, email, daysBefore } = await begin(page, instance, 'Ava Pier')
  const autoPay = page.getByRole('region', { name: 'Automatic payment' })

  await test.step('nothing is stored: one goes to the gateway and comes back paid for', async () => {
    await page.goto(`/client/services/${service.id}`)
    await autoPay.getByRole('button', { name: 'Store a method and pay automatically' }).click()
    await page.getByRole('button', { name: /A card that pays/ }).click()
    await expect(autoPay.getByText('Renewals are paid with Visa •••• 4242')).toBeVisible()
    await expect(autoPay.getByText(/The next renewal is charged on/)).toBeVisible()
  })

  await test.step('before it is charged, the day and the amount are said', async () => {
    await travelTo(instance, daysBefore(LEAD_DAYS + 1))
    await page.reload()
    await expect(autoPay.getByText(/We will charge €14\.40 on/)).toBeVisible()
  })

  await test.step('it is charged once, and the service goes on', async () => {
    await travelTo(instance, daysBefore(LEAD_DAYS - 1))
    const made = await page.request.get('/api/v1/sandbox/gateway/charges')
    const { items } = (await made.json()) as { items: { outcome: string }[] }
    expect(items.map(({ outcome }) => outcome)).toEqual(['succeeded'])
    await page.goto('/client/invoices')
    await expect(page.getByRole('row').filter({ hasText: 'Paid' })).toHaveCount(1)
    expect((await mailsTo(instance, email)).length).toBeGreaterThan(0)
  })

  await test.step('removing the card says what it pays for, and stops it', async () => {
    await page.goto('/client/payment-methods')
    await expect(page.getByText(/Pays for/)).toBeVisible()
    await page.getByRole('button', { name: 'Remove Visa •••• 4242' }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByText('This service is paid by hand from then on:')).toBeVisible()
    await dialog.getByRole('button', { name: 'Remove' }).click()
    await expect(page.getByText('Nothing is stored yet')).toBeVisible()
    await page.goto(`/client/services/${service.id}`)
    await expect(autoPay.getByText('Off: you pay each invoice yourself.')).toBeVisible()
  })
})

test('a refused charge is shown to both sides, and staff switch it off', async ({
  page,
  instance,
}) => {
  const { customer, service, daysBefore } = await begin(page, instance, 'Bo Quay')
  const autoPay = page.getByRole('region', { name: 'Automatic payment' })
  const staff = await asStaff(page, instance)

  await test.step('a card without money is stored, and chosen for the service', async () => {
    await page.goto('/client/payment-methods')
    await page.getByRole('button', { name: 'Add a method' }).click()
    await page.getByRole('button', { name: /A card without money/ }).click()
    await expect(page.getByText('Visa •••• 9995')).toBeVisible()
    await page.goto(`/client/services/${service.id}`)
    await autoPay.getByRole('button', { name: 'Pay automatically' }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByText(/Renewals are charged to .*Visa •••• 9995/)).toBeVisible()
    await dialog.getByRole('button', { name: 'Pay automatically' }).click()
    await expect(autoPay.getByText('Renewals are paid with Visa •••• 9995')).toBeVisible()
  })

  await test.step('the customer reads which attempt failed, and pays at once', async () => {
    await travelTo(instance, daysBefore(LEAD_DAYS - 1))
    await page.reload()
    await expect(autoPay.getByText('The payment failed: attempt 2 of 7')).toBeVisible()
    await expect(autoPay.getByRole('link', { name: 'Pay', exact: true })).toBeVisible()
  })

  await test.step('staff read the same with the gateway’s words, and switch it off', async () => {
    await staff.goto(`/admin/services/${service.id}`)
    await expect(staff.getByText('Automatic payment failed: attempt 2 of 7')).toBeVisible()
    await staff.getByRole('link', { name: 'All attempts' }).click()
    const attempts = staff.getByRole('table', { name: 'Attempts' })
    await expect(attempts.getByText('refused')).toHaveCount(2)
    await staff
      .getByRole('region', { name: 'Automatic payment' })
      .getByRole('button', { name: 'Stop automatic payment' })
      .click()
    await staff.getByRole('dialog').getByRole('button', { name: 'Stop automatic payment' }).click()
    await expect(staff.getByText('Off: the customer pays each invoice.')).toBeVisible()
    await page.reload()
    await expect(autoPay.getByText('Off: you pay each invoice yourself.')).toBeVisible()
  })
  await test.step('they remove the card on the customer’s page', async () => {
    await staff.goto(`/admin/customers/${customer.id}`)
    await staff.getByRole('button', { name: 'Remove Visa •••• 9995' }).click()
    const dialog = staff.getByRole('dialog')
    await expect(dialog.getByText(/No service is paid with it/)).toBeVisible()
    await dialog.getByRole('button', { name: 'Remove' }).click()
    await expect(staff.getByText('Nothing stored')).toBeVisible()
  })
  await staff.context().close()
})

test('staff try a gateway, copy the address for its notices, and switch it off', async ({
  page,
  instance,
}) => {
  const staff = await asStaff(page, instance)
  await staff.goto('/admin/settings/gateways')
  await staff.getByRole('link', { name: /Stripe/ }).click()
  await expect(staff.getByText(/\/api\/v1\/hooks\/stripe/)).toBeVisible()
  await staff.getByRole('textbox', { name: 'Secret key' }).fill('pk_live_what_everybody_may_see')
  await staff.getByRole('textbox', { name: 'Signing secret of the webhook' }).fill('whsec_secret')
  await staff.getByRole('switch', { name: 'Customers can pay with it' }).click()
  await staff.getByRole('button', { name: 'Save' }).click()
  await expect(staff.getByText(/\(sk\|rk\)/)).toBeVisible()
  await staff.goto('/admin/settings/gateways/sandbox')
  await staff.getByRole('button', { name: 'Test the connection' }).click()
  await expect(staff.getByText('It works')).toBeVisible()
  await staff.getByRole('switch', { name: 'Customers can pay with it' }).click()
  await staff.getByRole('button', { name: 'Save' }).click()
  await expect(staff.getByText('Gateway saved')).toBeVisible()
  await staff.goto('/admin/settings/gateways')
  await expect(staff.getByText('Off', { exact: true })).toHaveCount(2)
  await staff.context().close()
})
