import type { Instance } from './instance.ts'
import { expect, type Page, test } from './journey.ts'
import { mailsTo, resources, travelTo } from './sandbox.ts'
import { openShop } from './shop-fixture.ts'
import { staffApi } from './staff-api.ts'

const EMAIL = 'camille@example.com'
const PASSWORD = 'a harbour at dawn'
const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

test('a customer orders, pays, uses, renews and cancels a service', async ({ page, instance }) => {
  await openShop(await staffApi(instance))

  await test.step('chooses as a visitor, registers and comes back to the choice', async () => {
    await page.goto('/')
    await page.getByRole('link', { name: 'Choose Harbour M' }).click()
    await page.getByRole('radio', { name: /monthly/ }).check()
    await page.getByLabel('Host name').fill('www.camille.example')
    await page.getByRole('link', { name: 'Create an account and order' }).click()
    await register(page)
    await expect(page.getByRole('radio', { name: /monthly/ })).toBeChecked()
    await expect(page.getByLabel('Host name')).toHaveValue('www.camille.example')
  })

  await test.step('confirms the address with the link of the mail', () =>
    confirmAddress(page, instance))

  await test.step('places the order after accepting the terms', async () => {
    const order = page.getByRole('button', { name: 'Order with obligation to pay' })
    await expect(page.getByTestId('order-total')).toHaveText('€18.00')
    await order.click()
    await expect(page.getByText('Please accept the terms of sale.')).toBeVisible()
    await page.getByRole('checkbox', { name: /accept the terms/ }).check()
    await order.dblclick()
    await expect(page.getByTestId('amount-due')).toHaveText('€18.00')
  })

  const servicePath = await test.step('pays and sees the service become active', async () => {
    await payHere(page)
    await page.getByRole('link', { name: 'To the service' }).click()
    await expect(status(page, 'active')).toBeVisible()
    await expect(page.getByText('www.camille.example')).toBeVisible()
    expect(await resources(instance)).toHaveLength(1)
    return new URL(page.url()).pathname
  })

  await test.step('stops and starts it from the panel, without a reload', async () => {
    await page.getByRole('button', { name: 'Stop', exact: true }).click()
    await expect(page.getByText('Stopped', { exact: true }).first()).toBeVisible()
    await page.getByRole('button', { name: 'Start', exact: true }).click()
    await expect(page.getByText('Running', { exact: true }).first()).toBeVisible()
    await page.getByRole('button', { name: 'Reveal' }).click()
    await expect(page.getByRole('button', { name: 'Hide' })).toBeVisible()
  })

  const firstExpiry = await expiryOf(page, servicePath)

  await test.step('gets the renewal invoice by mail', async () => {
    await travelTo(instance, new Date(firstExpiry.getTime() - 2 * DAY_MS))
    const mails = await mailsTo(instance, EMAIL)
    const documentId = await openDocument(page)
    expect(
      mails.filter((mail) => mail.text.includes(`/client/invoices/${documentId}`)),
    ).not.toEqual([])
    await expect(page.getByText('The next period is ready to be paid')).toBeVisible()
  })

  await test.step('does not pay: the service is suspended, and the page says so', async () => {
    await travelTo(instance, new Date(firstExpiry.getTime() + 3 * DAY_MS))
    await expect(status(page, 'suspended')).toBeVisible()
    await expect(page.getByText('It runs again as soon as the invoice is paid.')).toBeVisible()
    expect((await resources(instance)).map((one) => one.suspended)).toEqual([true])
  })

  await test.step('pays, in part from credit: it runs again, paid from the old expiry on', async () => {
    await giveCredit(instance, '500')
    await page.getByRole('link', { name: 'Pay', exact: true }).click()
    await page.getByRole('button', { name: 'Pay €5.00 from my credit' }).click()
    await expect(page.getByTestId('amount-due')).toHaveText('€7.00')
    await payHere(page)
    await page.goto(servicePath)
    await expect(status(page, 'active')).toBeVisible()
    expect((await resources(instance)).map((one) => one.suspended)).toEqual([false])
    const second = await expiryOf(page, servicePath)
    expect(second.getTime()).toBeGreaterThan(firstExpiry.getTime() + 27 * DAY_MS)
  })

  await test.step('cancels, takes it back, cancels again', async () => {
    await cancelAtEnd(page)
    await page.getByRole('button', { name: 'Undo the cancellation' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Undo the cancellation' }).click()
    await expect(page.getByText(/Cancelled: ends on/)).toBeHidden()
    await cancelAtEnd(page)
  })

  await test.step('at that moment it has ended, and nothing is left of it', async () => {
    const end = await expiryOf(page, servicePath)
    await travelTo(instance, new Date(end.getTime() - 5 * DAY_MS))
    await page.reload()
    await expect(status(page, 'active')).toBeVisible()
    await travelTo(instance, new Date(end.getTime() + HOUR_MS))
    await expect(page.getByText('This service has ended')).toBeVisible()
    await expect(status(page, 'cancelled')).toBeVisible()
    expect(await resources(instance)).toEqual([])
  })
})

/** Staff give the journey's only customer some credit, in cents. */
async function giveCredit(instance: Instance, amount: string): Promise<void> {
  const staff = await staffApi(instance)
  const { items } = await staff.get<{ items: { id: string }[] }>('/admin/customers')
  await staff.post(`/admin/customers/${items[0]?.id}/credit/entries`, {
    amount: { amount, currency: 'EUR' },
    direction: 'add',
    note: 'Thank you for your patience',
  })
}

/** The badge at the head of the page. */
const status = (page: Page, word: string) => page.locator('header').getByText(word, { exact: true })

async function register(page: Page): Promise<void> {
  await page.getByRole('textbox', { name: /^Name/ }).fill('Camille Martin')
  const country = page.getByRole('combobox', { name: 'Country' })
  await country.fill('France')
  await page.getByRole('option', { name: 'France', exact: true }).click()
  await page.getByLabel('E-mail').fill(EMAIL)
  await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(page.getByText(/Please confirm your address/)).toBeVisible()
}

async function confirmAddress(page: Page, instance: Instance): Promise<void> {
  const choice = page.url()
  const linkOf = async () => {
    const mails = await mailsTo(instance, EMAIL)
    return mails.map((mail) => /\S+\/confirm-email\?token=\S+/.exec(mail.text)?.[0])[0]
  }
  await expect.poll(linkOf).toBeTruthy()
  await page.goto((await linkOf()) ?? '')
  await expect(page.getByText('Thank you, your address is confirmed.')).toBeVisible()
  await page.goto(choice)
  await expect(page.getByText(/Please confirm your address/)).toBeHidden()
}

/** Pays the document on screen at the sandbox gateway and waits until it says so. */
async function payHere(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Pay with/ }).click()
  await page.getByRole('button', { name: 'Pay', exact: true }).click()
  await expect(page.getByText('Paid in full. Thank you!')).toBeVisible()
}

async function cancelAtEnd(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Actions' }).click()
  await page.getByRole('menuitem', { name: 'Cancel the service' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('combobox', { name: 'Reason' }).click()
  await page.getByRole('option').first().click()
  await dialog.getByRole('button', { name: 'Cancel the service' }).click()
  await expect(page.getByText(/Cancelled: ends on/)).toBeVisible()
}

/** The moment until which the service is paid, as the API says it. */
async function expiryOf(page: Page, servicePath: string): Promise<Date> {
  const answer = await page.request.get(`/api/v1${servicePath}`)
  const { expiresAt } = (await answer.json()) as { expiresAt: string }
  return new Date(expiresAt)
}

/** The customer's only open document. */
async function openDocument(page: Page): Promise<string> {
  const answer = await page.request.get('/api/v1/client/documents?status=open')
  const { items } = (await answer.json()) as { items: { id: string }[] }
  expect(items).toHaveLength(1)
  return items[0]?.id ?? ''
}
