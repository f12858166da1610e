import type { Instance } from './instance.ts'
import { ADMIN } from './instance.ts'
import { expect, type Page, test } from './journey.ts'
import { resources } from './sandbox.ts'
import { type StaffApi, staffApi } from './staff-api.ts'

const REFUSAL = 'The template debian-13 does not exist on this node'
const SHOTS = 'test-results/screens'

test('staff find, deliver, suspend, renew and terminate services', async ({ page, instance }) => {
  test.setTimeout(240_000)
  const company = await openCompany(await staffApi(instance))
  await logIn(page)

  await test.step('finds a service by search, as it is typed', async () => {
    await page.goto('/admin/services')
    await expect(page.getByRole('row')).toHaveCount(3)
    await page.getByRole('searchbox').pressSequentially('lumiere')
    await expect(page.getByRole('row')).toHaveCount(2)
    expect(new URL(page.url()).searchParams.get('q')).toBe('lumiere')
    await page.getByRole('link', { name: 'Quay S' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Quay S' })).toBeVisible()
  })
  const servicePath = new URL(page.url()).pathname

  await test.step('delivers it and sees it become active without a reload', async () => {
    await act(page, 'Deliver')
    await expect(status(page, 'active')).toBeVisible()
    await expect(page.getByText('Renewal document')).toBeVisible()
    expect(await resources(instance)).toHaveLength(1)
  })

  await test.step('suspends it with a cause, which the banner tells in one line', async () => {
    await page.getByRole('button', { name: 'Suspend', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByText('The service is stopped on its server')).toBeVisible()
    await dialog.getByLabel('Cause').click()
    await page.getByRole('option', { name: 'Abuse' }).click()
    await dialog.getByLabel('Note (staff only)').fill('Spam reports')
    await dialog.getByLabel('Message to the customer').fill('Please clean the mailer.')
    await dialog.getByRole('button', { name: 'Suspend', exact: true }).click()
    await expect(status(page, 'suspended')).toBeVisible()
    await expect(page.getByText(/: abuse.*Spam reports/)).toBeVisible()
    await expect(page.getByText('Told to the customer: Please clean the mailer.')).toBeVisible()
    expect((await resources(instance)).map((one) => one.suspended)).toEqual([true])
  })

  await test.step('lets it run again', async () => {
    await act(page, 'Unsuspend')
    await expect(status(page, 'active')).toBeVisible()
    await expect(page.getByText(/: abuse.*Spam reports/)).toBeHidden()
  })

  await test.step('renews it and records the payment', async () => {
    await act(page, 'Renew')
    await page.getByRole('link', { name: 'Renewals', exact: true }).click()
    await page.getByRole('link', { name: /^P-/ }).click()
    await page.getByRole('button', { name: 'Record payment' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Reference').fill('WIRE-77')
    await dialog.getByRole('button', { name: 'Record payment' }).click()
    await expect(page.getByRole('heading', { level: 1, name: /^INV-/ })).toBeVisible()
    await expect(page.getByText('WIRE-77').first()).toBeVisible()
    await page.goto(`${servicePath}/renewals`)
    await expect(page.getByRole('cell', { name: 'paid', exact: true })).toBeVisible()
  })

  await test.step('sees why a delivery failed in the words of the provider, and retries', async () => {
    await behave(instance, [{ operation: 'create', effect: refusal(), times: 1 }])
    await page.goto(`/admin/services/${company.otherServiceId}`)
    await act(page, 'Deliver')
    await expect(page.getByText(REFUSAL).first()).toBeVisible()
    await page.screenshot({ path: `${SHOTS}/failed-delivery.png` })
    await act(page, 'Try again')
    await expect(status(page, 'active')).toBeVisible()
    await expect(page.getByText('The operation failed')).toBeHidden()
  })

  await test.step('terminates it only after typing its name', async () => {
    await page.goto(servicePath)
    await page.getByRole('button', { name: 'Actions' }).click()
    await page.getByRole('menuitem', { name: 'Terminate' }).click()
    const dialog = page.getByRole('dialog')
    const confirm = dialog.getByRole('button', { name: 'Terminate' })
    await expect(confirm).toBeDisabled()
    await dialog.getByLabel(/to confirm/).fill('Quay')
    await expect(confirm).toBeDisabled()
    await dialog.getByLabel(/to confirm/).fill('Quay S')
    await confirm.click()
    await expect(status(page, 'terminated')).toBeVisible()
    expect(await resources(instance)).toHaveLength(1)
  })

  await test.step('reads the whole story in the history', async () => {
    await page.getByRole('link', { name: 'History', exact: true }).click()
    const story = ['Terminated', 'Renewed', 'Reactivated', 'Suspended', 'Delivered']
    const history = page.getByRole('region', { name: 'History' })
    for (const event of story)
      await expect(history.getByText(event, { exact: true }).first()).toBeVisible()
  })
})

interface Company {
  otherServiceId: string
}

/** Two customers with a paid order each, delivered by hand. */
async function openCompany(staff: StaffApi): Promise<Company> {
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
    prices: [{ cycle: 'monthly', price: { amount: '1900', currency: 'EUR' } }],
  })
  await sell(staff, product.id, 'Atelier Lumière')
  const second = await sell(staff, product.id, 'Nordwind Games')
  return { otherServiceId: second.serviceId }
}

async function sell(staff: StaffApi, productId: string, name: string) {
  const customer = await staff.post<{ id: string }>('/admin/customers', {
    kind: 'business',
    name,
    email: `office@${name.length}.example`,
    country: 'FR',
    language: 'en',
  })
  const order = await staff.post<{ documentId: string; serviceIds: string[] }>('/admin/orders', {
    customerId: customer.id,
    items: [{ productId, cycle: 'monthly' }],
  })
  const path = `/admin/documents/${order.documentId}`
  const { amountDue } = await staff.get<{ amountDue: unknown }>(path)
  await staff.post(`${path}/record-payment`, { amount: amountDue })
  return { serviceId: order.serviceIds[0] ?? '' }
}

async function logIn(page: Page): Promise<void> {
  await page.goto('/admin/login')
  await page.getByLabel('E-mail').fill(ADMIN.email)
  await page.getByLabel(/^Password/).fill(ADMIN.password)
  await page.getByRole('button', { name: 'Log in' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Dashboard' })).toBeVisible()
}

/** Clicks an action's first button and confirms it in its dialog. */
async function act(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name, exact: true }).click()
  await expect(dialog).toBeHidden()
}

/** The badge beside the title. */
const status = (page: Page, word: string) =>
  page
    .getByRole('banner')
    .getByText(word, { exact: true })
    .or(page.locator('main header').getByText(word, { exact: true }))

const refusal = () => ({ kind: 'refuse', code: 'rejected', message: REFUSAL })

/** Tells the imaginary provider how to behave. */
async function behave({ url }: Instance, rules: unknown[]): Promise<void> {
  const response = await fetch(`${url}/api/v1/sandbox/provider/behaviour`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ rules }),
  })
  if (!response.ok) throw new Error(`behaviour: ${response.status} ${await response.text()}`)
}
