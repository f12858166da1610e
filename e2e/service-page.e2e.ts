import type { Instance } from './instance.ts'
import { ADMIN } from './instance.ts'
import { expect, type Page, test } from './journey.ts'
import { type StaffApi, staffApi } from './staff-api.ts'

const DAY_MS = 86_400_000
const REASON = 'Too expensive'

interface Named {
  id: string
  name: string
}

test('a renewal goes on a document that is open already', async ({ page, instance }) => {
  const staff = await begin(page, instance)
  const customer = await addCustomer(staff, 'Halte Nord')
  const service = await addService(staff, customer, 'halte.example')
  const other = await addService(staff, customer, 'other.example')
  const { documentId } = await staff.post<{ documentId: string }>(
    `/admin/services/${other.id}/renew`,
  )
  const document = await staff.get<Named>(`/admin/documents/${documentId}`)

  await page.goto(`/admin/services/${service.id}/renewals`)
  await page.locator('main section').getByRole('button', { name: 'Renew', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('On this open document').click()
  await page.getByRole('option', { name: new RegExp(document.name) }).click()
  await dialog.getByRole('button', { name: 'Renew', exact: true }).click()
  await expect(dialog).toBeHidden()
  const row = page.getByRole('row').filter({ hasText: document.name })
  await expect(row.getByText('open', { exact: true })).toBeVisible()
  await row.getByRole('link', { name: document.name }).click()
  await expect(page.getByRole('heading', { level: 1, name: document.name })).toBeVisible()
  await expect(page.getByText(/halte\.example/).first()).toBeVisible()
  await expect(page.getByText(/other\.example/).first()).toBeVisible()
})

test('a cancellation is asked for, explained and undone', async ({ page, instance }) => {
  const staff = await begin(page, instance)
  const customer = await addCustomer(staff, 'Quai Sud')
  const service = await addService(staff, customer, 'quai.example')

  await page.goto(`/admin/services/${service.id}/cancellation`)
  const atEnd = page.getByRole('region', { name: 'At the end of the period' })
  await expect(atEnd.getByText(/nothing more is invoiced/)).toBeVisible()
  await atEnd.getByRole('button', { name: 'Cancel service' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Reason').click()
  await page.getByRole('option', { name: REASON }).click()
  await dialog.getByLabel('Details').fill('Found a cheaper one')
  await dialog.getByRole('button', { name: 'Cancel service' }).click()
  await expect(dialog).toBeHidden()

  const asked = page.getByRole('region', { name: 'A cancellation is scheduled' })
  await expect(asked.getByText(/\(staff\)/)).toBeVisible()
  await expect(asked.getByText(REASON)).toBeVisible()
  await expect(asked.getByText('Found a cheaper one')).toBeVisible()
  await expect(page.getByText(/^Ends on/)).toBeVisible()

  await asked.getByRole('button', { name: 'Undo cancellation' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Undo cancellation' }).click()
  await expect(page.getByText('No cancellation was asked for.')).toBeVisible()
  await expect(page.getByText(/^Ends on/)).toBeHidden()
})

test('a limit in the metadata refuses a renewal, and staff may go over it', async ({
  page,
  instance,
}) => {
  const staff = await begin(page, instance)
  const customer = await addCustomer(staff, 'Port Franc')
  const service = await addService(staff, customer, 'port.example')

  await page.goto(`/admin/services/${service.id}/metadata`)
  const metadata = page.getByRole('region', { name: 'Metadata' })
  await metadata.getByRole('button', { name: 'Add max_renewals_in_current_month' }).click()
  await metadata.getByLabel('Value').fill('often')
  await expect(metadata.getByText(/^max_renewals_in_current_month:/)).toBeVisible()
  await metadata.getByLabel('Value').fill('1')
  await expect(metadata.getByText('“max_renewals_in_current_month” becomes “1”.')).toBeVisible()
  await metadata.getByRole('button', { name: 'Save the metadata' }).click()
  await expect(page.getByText(`The metadata of ${service.name} is saved`)).toBeVisible()

  await renewAndPay(staff, service.id)
  await page.goto(`/admin/services/${service.id}/renewals`)
  await expect(page.getByRole('cell', { name: 'paid', exact: true })).toBeVisible()
  await expect(
    page.getByText(/^The limit of 1 renewals in a month is reached; possible again from/),
  ).toBeVisible()
  await page.getByRole('button', { name: 'Renew all the same' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText(/^This goes over a limit/)).toBeVisible()
  await dialog.getByRole('button', { name: 'Renew', exact: true }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByText('over the month’s limit')).toBeVisible()
})

test('an edit says what it does and asks what it must', async ({ page, instance }) => {
  const staff = await begin(page, instance)
  const customer = await addCustomer(staff, 'Jetée Ouest')
  const service = await addService(staff, customer, 'jetee.example')
  await staff.post(`/admin/services/${service.id}/renew`)

  await page.goto(`/admin/services/${service.id}/edit`)
  const summary = page.getByRole('region', { name: 'Before you save' })
  const save = summary.getByRole('button', { name: 'Save' })
  await expect(save).toBeDisabled()
  await page.getByRole('textbox', { name: 'Price', exact: true }).fill('12,50')
  await summary.getByLabel('Withdraw it and make it anew').check()
  await expect(summary.getByText(/12\.50/).first()).toBeVisible()
  await save.click()
  await expect(page.getByText(`${service.name} is saved`)).toBeVisible()
  await expect(summary.getByText('Nothing is changed yet.')).toBeVisible()

  const past = new Date(Date.now() - 2 * DAY_MS).toISOString().slice(0, 16)
  await page.getByRole('textbox', { name: 'Expiry' }).fill(past)
  await expect(page.getByText(/^This date has passed/)).toBeVisible()
  await expect(save).toBeDisabled()
  await summary.getByLabel('The expiry lies in the past, and that is meant').check()
  await expect(summary.getByText(/not suspended/)).toBeVisible()
  await save.click()
  await expect(summary.getByText('Nothing is changed yet.')).toBeVisible()
  await expect(page.locator('main header').getByText(/^overdue/)).toBeVisible()
})

test('what is typed survives somebody else’s saving', async ({ page, instance }) => {
  const staff = await begin(page, instance)
  const customer = await addCustomer(staff, 'Mole Neuf')
  const service = await addService(staff, customer, 'mole.example')

  await page.goto(`/admin/services/${service.id}/edit`)
  const notes = page.getByRole('textbox', { name: 'Notes' })
  await notes.fill('mine')
  const saved = await page.request.patch(`/api/v1/admin/services/${service.id}`, {
    data: { notes: 'theirs', description: 'A berth by the window' },
  })
  expect(saved.ok()).toBe(true)
  await expect(page.getByText('Somebody else has saved in the meantime')).toBeVisible()
  await expect(page.getByText('Now as they saved it: Description')).toBeVisible()
  await expect(page.getByLabel('Description')).toHaveValue('A berth by the window')
  await expect(notes).toHaveValue('mine')

  await page.getByRole('link', { name: 'Renewals', exact: true }).click()
  const leave = page.getByRole('dialog', { name: 'Leave without saving?' })
  await leave.getByRole('button', { name: 'Close' }).last().click()
  await expect(leave).toBeHidden()

  await page.getByRole('button', { name: 'Keep mine' }).click()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByText('Nothing is changed yet.')).toBeVisible()
  const after = await staff.get<{ notes: string; description: string }>(
    `/admin/services/${service.id}`,
  )
  expect(after).toMatchObject({ notes: 'mine', description: 'A berth by the window' })
})

test('the status is edited by hand, behind its warning', async ({ page, instance }) => {
  const staff = await begin(page, instance)
  const customer = await addCustomer(staff, 'Digue Est')
  const service = await addService(staff, customer, 'digue.example')

  await page.goto(`/admin/services/${service.id}/edit`)
  await page.getByRole('button', { name: 'Edit the status' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Status').click()
  await page.getByRole('option', { name: 'Suspended' }).click()
  await dialog.getByLabel('Cause, for a suspended service').click()
  await page.getByRole('option', { name: 'Dispute' }).click()
  await expect(dialog.getByText('Confirm that you have read')).toBeVisible()
  await expect(dialog.getByRole('button', { name: 'Edit the status' })).toBeDisabled()
  await dialog.getByLabel('I have read what this edit does not do').check()
  await expect(dialog.getByText(/^Only the books change/)).toBeVisible()
  await dialog.getByRole('button', { name: 'Edit the status' }).click()
  await expect(dialog).toBeHidden()
  await expect(badge(page, 'suspended')).toBeVisible()
  await expect(page.getByText('The automation is paused for this service')).toBeVisible()
  await page.getByRole('link', { name: 'History', exact: true }).click()
  const history = page.getByRole('region', { name: 'History' })
  await expect(history.getByText('Status edited by hand')).toBeVisible()
})

test('a service goes to another customer, its open renewal withdrawn', async ({
  page,
  instance,
}) => {
  const staff = await begin(page, instance)
  const giver = await addCustomer(staff, 'Ancre Bleue')
  const taker = await addCustomer(staff, 'Nouvelle Rive')
  const service = await addService(staff, giver, 'ancre.example')
  await staff.post(`/admin/services/${service.id}/renew`)

  await page.goto(`/admin/services/${service.id}`)
  await page.getByRole('button', { name: 'Actions' }).click()
  await page.getByRole('menuitem', { name: 'Transfer to another customer' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('New customer').click()
  await page.keyboard.type('Nouvelle')
  await page.getByRole('option', { name: /Nouvelle Rive/ }).click()
  const confirm = dialog.getByRole('button', { name: 'Transfer to another customer' })
  await expect(confirm).toBeDisabled()
  await dialog.getByLabel('The open renewal').click()
  await page.getByRole('option', { name: 'Withdraw it' }).click()
  await expect(confirm).toBeEnabled()
  await confirm.click()
  await expect(dialog).toBeHidden()
  await expect(page.locator('main header').getByRole('link', { name: taker.name })).toBeVisible()
  await page.getByRole('link', { name: 'Renewals', exact: true }).click()
  await expect(page.getByRole('cell', { name: 'withdrawn' })).toBeVisible()
})

async function begin(page: Page, instance: Instance): Promise<StaffApi> {
  const data = { email: ADMIN.email, password: ADMIN.password, realm: 'staff' }
  const answer = await page.request.post('/api/v1/auth/login', { data })
  expect(answer.ok()).toBe(true)
  return staffApi(instance)
}

async function addCustomer(staff: StaffApi, name: string): Promise<Named> {
  const { id } = await staff.post<{ id: string }>('/admin/customers', {
    kind: 'business',
    name,
    email: `office@${name.split(' ').at(-1)?.toLowerCase()}.example`,
    country: 'FR',
    language: 'en',
  })
  return { id, name }
}

/** A service without a server, delivered, paid for another ten days. */
async function addService(staff: StaffApi, customer: Named, name: string): Promise<Named> {
  const { id } = await staff.post<{ id: string }>('/admin/services', {
    customerId: customer.id,
    type: 'none',
    name,
    cycle: 'monthly',
    price: { amount: '1000', currency: 'EUR' },
    expiresAt: new Date(Date.now() + 10 * DAY_MS).toISOString(),
    deliver: true,
  })
  return { id, name }
}

async function renewAndPay(staff: StaffApi, serviceId: string): Promise<void> {
  const { documentId } = await staff.post<{ documentId: string }>(
    `/admin/services/${serviceId}/renew`,
  )
  const path = `/admin/documents/${documentId}`
  const { amountDue } = await staff.get<{ amountDue: unknown }>(path)
  await staff.post(`${path}/record-payment`, { amount: amountDue })
}

/** The badge beside the title. */
const badge = (page: Page, word: string) =>
  page.locator('main header').getByText(word, { exact: true })
