import type { Browser } from '@playwright/test'
import { dockerTarget } from './docker-target.ts'
import { ADMIN, type Instance } from './instance.ts'
import { expect, type Page, test } from './journey.ts'
import { mailsTo, travelTo } from './sandbox.ts'
import { sandboxTarget } from './sandbox-target.ts'
import type { Target } from './target.ts'

const EMAIL = 'noa@example.com'
const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

test('from an empty installation to a service that is sold, delivered, unpaid, paid and ended', async ({
  page,
  browser,
  instance,
}) => {
  const host = process.env.BERTH_TEST_DOCKER_HOST
  const target = host ? await dockerTarget(host) : await sandboxTarget()
  process.stdout.write(`the journey is made on ${target.description}\n`)
  try {
    await test.step('staff sets up a server and a product', () =>
      setUpShop(browser, instance, target))
    await journey(page, instance, target)
  } finally {
    await target.close()
  }
})

async function journey(page: Page, instance: Instance, target: Target): Promise<void> {
  await test.step('a customer registers', () => register(page, instance))
  await test.step('orders', () => order(page, target))

  const { path, id } =
    await test.step('pays, and the service becomes active by itself', async () => {
      await payHere(page)
      await page.getByRole('link', { name: 'To the service' }).click()
      await expect(status(page, 'active')).toBeVisible()
      const { pathname } = new URL(page.url())
      const serviceId = pathname.split('/').at(-1) ?? ''
      expect(await target.observe(serviceId)).toBe('running')
      return { path: pathname, id: serviceId }
    })

  await test.step('opens its address and gets the answer', async () => {
    expect(await target.visit(page)).toBe(target.greeting)
  })

  const starts = await test.step('restarts it', async () => {
    const before = await target.starts(page)
    await page.getByRole('button', { name: 'Restart', exact: true }).click()
    if (before !== null) await expect.poll(() => target.starts(page)).toBe(before + 1)
    await expect(page.getByText('Running', { exact: true })).toBeVisible()
    return target.starts(page)
  })

  await test.step('reads its log', async () => {
    await page.getByRole('tab', { name: 'Log' }).click()
    await expect(page.getByRole('log')).toContainText(target.logLine)
  })

  const firstExpiry = await expiryOf(page, path)

  await test.step('the clock moves: the renewal invoice arrives by mail', async () => {
    await travelTo(instance, new Date(firstExpiry.getTime() - 2 * DAY_MS))
    const documentId = await openDocument(page)
    const mails = await mailsTo(instance, EMAIL)
    expect(mails.filter((mail) => mail.text.includes(documentId))).not.toEqual([])
  })

  await test.step('unpaid: it is suspended and really stopped', async () => {
    await travelTo(instance, new Date(firstExpiry.getTime() + 3 * DAY_MS))
    await page.goto(path)
    await expect(status(page, 'suspended')).toBeVisible()
    await expect.poll(() => target.observe(id)).toBe('stopped')
    const start = page.getByRole('button', { name: 'Start', exact: true })
    await expect(start).toHaveAttribute('aria-disabled', 'true')
  })

  await test.step('paid: it runs again with its data', async () => {
    await page.getByRole('link', { name: 'Pay', exact: true }).click()
    await payHere(page)
    await page.goto(path)
    await expect(status(page, 'active')).toBeVisible()
    await expect.poll(() => target.observe(id)).toBe('running')
    expect(await target.visit(page)).toBe(target.greeting)
    if (starts !== null) expect(await target.starts(page)).toBeGreaterThan(starts)
  })

  await test.step('cancelled at the end of the period: until then it runs', async () => {
    await cancelAtEnd(page)
    const end = await expiryOf(page, path)
    await travelTo(instance, new Date(end.getTime() - HOUR_MS))
    expect(await target.observe(id)).toBe('running')
    await travelTo(instance, new Date(end.getTime() + HOUR_MS))
    await expect(status(page, 'cancelled')).toBeVisible()
  })

  await test.step('and at that moment nothing is left of it', async () => {
    await expect.poll(() => target.observe(id)).toBe('gone')
  })
}

/** Everything that a hosting company does before its first customer, as staff do it. */
async function setUpShop(browser: Browser, { url }: Instance, target: Target): Promise<void> {
  const context = await browser.newContext({ baseURL: url, locale: 'en-GB' })
  const page = await context.newPage()
  await page.goto('/admin/login')
  await page.getByLabel('E-mail').fill(ADMIN.email)
  await page.getByRole('textbox', { name: 'Password' }).fill(ADMIN.password)
  await page.getByRole('button', { name: 'Log in' }).click()
  await expect(page.getByRole('link', { name: 'Servers' })).toBeVisible()
  await addServer(page, target)
  await addProduct(page, target)
  await page.goto('/admin/settings/terms')
  await page.getByRole('textbox', { name: 'Text (English)' }).fill('Our terms of sale.')
  await page.getByRole('textbox', { name: 'Text (Français)' }).fill('Nos conditions de vente.')
  await page.getByRole('button', { name: 'Publish a new version' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Publish a new version' }).click()
  await expect(page.getByText('In force since')).toBeVisible()
  await context.close()
}

async function addServer(page: Page, target: Target): Promise<void> {
  await page.goto('/admin/servers/groups')
  await page.getByRole('button', { name: 'New group' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('Paris')
  await dialog.getByRole('button', { name: 'Create' }).click()
  await expect(page.getByRole('button', { name: 'Paris', exact: true })).toBeVisible()
  await page.goto('/admin/servers/new')
  await page.getByRole('button', { name: new RegExp(`^${target.type}`) }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Paris 1')
  await choose(page, 'Group', 'Paris')
  await target.fillServer(page)
  await page.getByRole('button', { name: 'Add and test' }).click()
  await expect(page.getByText('Everything works.')).toBeVisible()
}

async function addProduct(page: Page, target: Target): Promise<void> {
  await page.goto('/admin/products/groups')
  await page.getByRole('button', { name: 'New group' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name (English)').fill('Containers')
  await dialog.getByLabel('Name (Français)').fill('Conteneurs')
  await dialog.getByRole('button', { name: 'Create the group' }).click()
  await expect(page.getByRole('button', { name: 'Containers' })).toBeVisible()
  await page.goto('/admin/products/new')
  await page.getByLabel('Name (English)').fill('Dinghy')
  await page.getByLabel('Name (Français)').fill('Canot')
  await choose(page, 'Type of service', target.type)
  await choose(page, 'Server group', 'Paris')
  await target.fillProduct(page)
  await page.getByLabel('Price, monthly EUR').fill('9.90')
  await page.getByLabel('Set-up fee, monthly EUR').fill('5')
  await page.getByRole('button', { name: 'Create the product' }).click()
  await expect(page.getByRole('heading', { name: 'Dinghy' })).toBeVisible()
}

async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: label, exact: true }).click()
  await page.getByRole('option', { name: option, exact: true }).click()
}

async function register(page: Page, instance: Instance): Promise<void> {
  await page.goto('/register')
  await page.getByRole('textbox', { name: /^Name/ }).fill('Noa Petit')
  await page.getByRole('combobox', { name: 'Country' }).fill('France')
  await page.getByRole('option', { name: 'France', exact: true }).click()
  await page.getByLabel('E-mail').fill(EMAIL)
  await page.getByRole('textbox', { name: 'Password' }).fill('a quiet mooring')
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(page.getByText(/Please confirm your address/)).toBeVisible()
  const linkOf = async () => {
    const mails = await mailsTo(instance, EMAIL)
    return mails.map((mail) => /\S+\/confirm-email\?token=\S+/.exec(mail.text)?.[0])[0]
  }
  await expect.poll(linkOf).toBeTruthy()
  await page.goto((await linkOf()) ?? '')
  await expect(page.getByText('Thank you, your address is confirmed.')).toBeVisible()
}

async function order(page: Page, target: Target): Promise<void> {
  await page.goto('/client/order')
  await page.getByRole('link', { name: 'Choose Dinghy' }).click()
  await target.fillOrder(page)
  await expect(page.getByTestId('order-total')).toHaveText('€17.88')
  await page.getByRole('checkbox', { name: /accept the terms/ }).check()
  await page.getByRole('button', { name: 'Order with obligation to pay' }).click()
  await expect(page.getByTestId('amount-due')).toHaveText('€17.88')
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

/** The badge at the head of the page. */
const status = (page: Page, word: string) => page.locator('header').getByText(word, { exact: true })

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
