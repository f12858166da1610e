import { ADMIN, type Instance } from './instance.ts'
import { expect, type Page, test } from './journey.ts'
import { type StaffApi, staffApi } from './staff-api.ts'

const DAY_MS = 86_400_000
const REFUSAL = 'No image of that name on this node'
const PLAN = { name: 'small', memoryMb: 1024, diskGb: 10, cpuCores: 1 }

interface Named {
  id: string
  name: string
}

test('a server is paused, its work waits, and goes on when it is resumed', async ({
  page,
  instance,
}) => {
  const staff = await begin(page, instance)
  const customer = await addCustomer(staff, 'Jetée Nord')
  const order = await placeOrder(staff, customer)

  await test.step('the list leads to the server, which is paused with a reason', async () => {
    await page.goto('/admin/servers')
    await page.getByRole('link', { name: 'Sandbox', exact: true }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Sandbox' })).toBeVisible()
    await page.getByRole('button', { name: 'Pause', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Reason').fill('New disks')
    await dialog.getByRole('button', { name: 'Pause', exact: true }).click()
    await expect(dialog).toBeHidden()
    await expect(page.getByText('Staff paused this server')).toBeVisible()
    await expect(page.getByText(/^New disks/)).toBeVisible()
  })

  await test.step('what is asked of it meanwhile waits, and says for what', async () => {
    await order.pay()
    await page.getByRole('navigation', { name: 'Pages of Sandbox' }).getByText('Queue').click()
    const row = page.getByRole('row').filter({ hasText: 'Quay S' })
    await expect(row.getByText('queued')).toBeVisible()
    await row.getByRole('link', { name: 'Deliver' }).click()
    await expect(page.getByText('Its server is not called at present')).toBeVisible()
  })

  await test.step('resumed, it is delivered without anybody doing more', async () => {
    const operation = page.url()
    await page.getByRole('link', { name: 'Sandbox', exact: true }).first().click()
    await page.getByRole('button', { name: 'Resume', exact: true }).first().click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Resume', exact: true }).click()
    await expect(dialog).toBeHidden()
    await expect(page.getByText('Staff paused this server')).toBeHidden()
    await page.goto(operation)
    await expect(page.locator('main header').getByText('succeeded')).toBeVisible()
    await page.getByRole('button', { name: /^201 POST/ }).click()
    await expect(page.getByText('Answered', { exact: true })).toBeVisible()
  })
})

test('a refused delivery waits for staff, who try it again', async ({
  page,
  instance,
  browser,
}) => {
  const staff = await begin(page, instance)
  const rule = { operation: 'create', effect: refusal(), times: 1 }
  await provider(instance, 'PATCH', 'behaviour', { rules: [rule] })
  const client = await browser.newContext({ baseURL: instance.url, locale: 'en-GB' })
  const customer = await register(client.request, 'Môle Sud')
  const order = await placeOrder(staff, customer)
  await order.pay()
  const theirs = await client.newPage()

  await test.step('staff find it, and read what the server said', async () => {
    await page.goto('/admin/operations')
    await page.getByRole('tab', { name: /^waits for staff/ }).click()
    const row = page.getByRole('row').filter({ hasText: REFUSAL })
    await expect(row.getByText('Quay S')).toBeVisible()
    await row.getByRole('link', { name: 'Deliver' }).click()
    await expect(page.getByText('It did not work, and waits for a person')).toBeVisible()
    await expect(page.getByText(/change what it complains about/)).toBeVisible()
    await expect(page.getByText(REFUSAL).first()).toBeVisible()
  })

  await test.step('the customer reads plain words, not the provider’s', async () => {
    await theirs.goto(`/client/services/${order.serviceId}`)
    await expect(theirs.getByText('Being prepared', { exact: true })).toBeVisible()
    await expect(theirs.getByText(/we are taking care of it/)).toBeVisible()
    await expect(theirs.getByText(REFUSAL)).toHaveCount(0)
  })

  await test.step('tried again, it is delivered, for the customer too', async () => {
    await page.getByRole('button', { name: 'Try again', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Try again', exact: true }).dblclick()
    await expect(dialog).toBeHidden()
    await expect(page.locator('main header').getByText('succeeded')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Attempt 2' })).toBeVisible()
    await expect(theirs.getByText(/we are taking care of it/)).toHaveCount(0)
    await expect(theirs.getByText('active', { exact: true }).first()).toBeVisible()
    await client.close()
  })
})

test('many operations are tried again at once, and it is said which are not', async ({
  page,
  instance,
}) => {
  const staff = await begin(page, instance)
  const customer = await addCustomer(staff, 'Digue Sud')
  const add = (name: string) => addService(staff, customer, name)
  const well = await add('one.example')
  await resourceOf(instance, well.id)
  const rule = { operation: 'create', effect: refusal(), times: 2 }
  await provider(instance, 'PATCH', 'behaviour', { rules: [rule] })
  for (const name of ['two.example', 'three.example']) await add(name)
  await page.goto(`/admin/operations?state=all&customerId=${customer.id}`)
  const rows = page.locator('tbody')
  await expect(rows.getByText('failed', { exact: true })).toHaveCount(2)
  await expect(rows.getByText('succeeded', { exact: true })).toHaveCount(1)
  await page.getByRole('checkbox', { name: 'Select all rows of this page' }).check()
  const selection = page.getByRole('region', { name: 'Selection' })
  await selection.getByRole('button', { name: 'Try again' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText('2 are tried again.')).toBeVisible()
  await expect(dialog.getByText(/come to its end/)).toBeVisible()
  await dialog.getByRole('button', { name: 'Try again' }).dblclick()
  await expect(dialog).toBeHidden()
  await expect(rows.getByText('succeeded', { exact: true })).toHaveCount(3)
})

test('what changed behind our back is found, and fixed from the inbox', async ({
  page,
  instance,
}) => {
  const staff = await begin(page, instance)
  const customer = await addCustomer(staff, 'Cale Est')
  const service = await addService(staff, customer, 'cale.example')
  const remoteId = await resourceOf(instance, service.id)
  await provider(instance, 'PATCH', `resources/${remoteId}`, { suspended: true, running: false })

  await test.step('a comparison finds it, and says who says what', async () => {
    await compare(page)
    await page.goto('/admin/drift')
    const row = page.getByRole('row').filter({ hasText: service.name })
    await expect(row.getByText('suspended though active')).toBeVisible()
    await expect(row.getByText('Service active')).toBeVisible()
    await expect(row.getByText(/^Server\s*Suspended · first seen/)).toBeVisible()
  })

  await test.step('the service’s page says so too', async () => {
    await page.goto(`/admin/services/${service.id}`)
    await expect(page.getByText(/The books say “Service active”/)).toBeVisible()
    await page.getByRole('link', { name: 'All drift of this service' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Drift' })).toBeVisible()
  })

  await test.step('the server is brought to the books', async () => {
    const row = page.getByRole('row').filter({ hasText: service.name })
    await row.getByRole('button', { name: 'Fix the server' }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByText(/let it run again/)).toBeVisible()
    await dialog.getByRole('button', { name: 'Fix the server' }).dblclick()
    await expect(dialog).toBeHidden()
    await expect(row).toHaveCount(0)
    await expect.poll(() => isSuspended(instance, remoteId)).toBe(false)
  })
})

test('what nobody knows is deleted in one go, never another installation’s', async ({
  page,
  instance,
}) => {
  await begin(page, instance)
  await provider(instance, 'POST', 'resources', [
    { name: 'stray-1', plan: PLAN },
    { name: 'stray-2', plan: PLAN },
    { name: 'theirs', key: 'another-installation', plan: PLAN },
  ])
  await compare(page)

  await test.step('a preview says what is removed and what is left', async () => {
    await page.goto('/admin/drift?kind=orphan_resource')
    await expect(page.getByText(/^Books\s*Another installation’s key$/)).toBeVisible()
    await page.getByRole('checkbox', { name: 'Select all rows of this page' }).check()
    const selection = page.getByRole('region', { name: 'Selection' })
    await selection.getByRole('button', { name: 'Delete there' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Show the preview' }).dblclick()
    await expect(
      page.getByRole('heading', { level: 1, name: /^Delete there · 3 differences/ }),
    ).toBeVisible()
    await expect(page.getByText(/carries another installation’s key/).first()).toBeVisible()
    expect(await names(instance)).toEqual(expect.arrayContaining(['stray-1', 'stray-2']))
  })

  await test.step('it takes their number, typed', async () => {
    await page.getByRole('button', { name: /confirm for 2$/ }).click()
    const dialog = page.getByRole('dialog')
    const confirm = dialog.getByRole('button', { name: 'Delete there' })
    await expect(confirm).toBeDisabled()
    await dialog.getByLabel(/^Type “2”/).fill('2')
    await confirm.dblclick()
    await expect(dialog).toBeHidden()
    await expect(page.getByText('2 of 2 done')).toBeVisible()
    await expect(page.getByText('fixed', { exact: true })).toHaveCount(2)
    await expect
      .poll(async () => (await names(instance)).filter((name) => name.startsWith('stray')))
      .toEqual([])
    expect(await names(instance)).toContain('theirs')
  })
})

const refusal = () => ({ kind: 'refuse', code: 'rejected', message: REFUSAL })

async function begin(page: Page, instance: Instance): Promise<StaffApi> {
  const data = { email: ADMIN.email, password: ADMIN.password, realm: 'staff' }
  const answer = await page.request.post('/api/v1/auth/login', { data })
  expect(answer.ok()).toBe(true)
  return staffApi(instance)
}

/** Has the sandbox's server compared with the books, and waits for the report. */
async function compare(page: Page): Promise<void> {
  await page.goto('/admin/servers')
  await page.getByRole('link', { name: 'Sandbox', exact: true }).click()
  const pages = page.getByRole('navigation', { name: 'Pages of Sandbox' })
  await pages.getByText('Comparisons').click()
  const reports = page.getByText('done', { exact: true })
  await expect(page.getByText('Comparison with the books')).toBeVisible()
  const before = await reports.count()
  await page.getByRole('button', { name: 'Compare now' }).click()
  await expect(reports).toHaveCount(before + 1)
}

async function addCustomer(staff: StaffApi, name: string): Promise<Named> {
  const { id } = await staff.post<{ id: string }>('/admin/customers', {
    ...{ kind: 'business', name, country: 'FR', language: 'en' },
    email: `office@${name.split(' ').at(-1)?.toLowerCase()}.example`,
  })
  return { id, name }
}

/** A customer who is logged in to the client area. */
async function register(request: Page['request'], name: string): Promise<Named> {
  const answer = await request.post('/api/v1/auth/register', {
    data: {
      ...{ kind: 'consumer', name, email: 'mole@customers.example', country: 'FR' },
      ...{ password: 'a harbour at dawn', language: 'en' },
    },
  })
  expect(answer.ok(), await answer.text()).toBe(true)
  const session = await request.get('/api/v1/auth/session')
  const { customer } = (await session.json()) as { customer: { id: string } }
  return { id: customer.id, name }
}

/** An order of a product that the sandbox delivers as soon as it is paid for. */
async function placeOrder(staff: StaffApi, customer: Named) {
  const { documentId, serviceIds } = await staff.post<{
    documentId: string
    serviceIds: string[]
  }>('/admin/orders', {
    customerId: customer.id,
    items: [{ productId: await productId(staff), cycle: 'monthly' }],
  })
  const path = `/admin/documents/${documentId}`
  const pay = async () => {
    const { amountDue } = await staff.get<{ amountDue: unknown }>(path)
    await staff.post(`${path}/record-payment`, { amount: amountDue })
  }
  return { serviceId: serviceIds[0] ?? '', pay }
}

async function productId(staff: StaffApi): Promise<string> {
  const known = await staff.get<{ items: { id: string }[] }>('/admin/products?type=sandbox')
  if (known.items[0]) return known.items[0].id
  const { items } = await staff.get<{ items: Named[] }>('/admin/server-groups')
  const group = await staff.post<{ id: string }>('/admin/product-groups', {
    ...{ slug: 'quays', name: { en: 'Quays', fr: 'Quais' } },
  })
  const product = await staff.post<{ id: string }>('/admin/products', {
    ...{ groupId: group.id, name: { en: 'Quay S', fr: 'Quai S' }, type: 'sandbox' },
    serverGroupId: items.find(({ name }) => name === 'Sandbox')?.id,
    prices: [{ cycle: 'monthly', price: { amount: '1900', currency: 'EUR' } }],
  })
  return product.id
}

/** A service on the sandbox's own server, delivered at once. */
async function addService(staff: StaffApi, customer: Named, name: string): Promise<Named> {
  const { items } = await staff.get<{ items: Named[] }>('/admin/servers?type=sandbox')
  const { id } = await staff.post<{ id: string }>('/admin/services', {
    ...{ customerId: customer.id, type: 'sandbox', name, serverId: items[0]?.id, deliver: true },
    ...{ cycle: 'monthly', price: { amount: '1000', currency: 'EUR' } },
    expiresAt: new Date(Date.now() + 20 * DAY_MS).toISOString(),
    orderData: { hostname: name },
  })
  return { id, name }
}

interface Resource {
  id: string
  key: string | null
  name: string
  suspended: boolean
}

const resources = async (instance: Instance) =>
  (await provider<{ items: Resource[] }>(instance, 'GET', 'resources')).items

const names = async (instance: Instance) => (await resources(instance)).map(({ name }) => name)

/** The id at the provider of a service that is being delivered. */
async function resourceOf(instance: Instance, serviceId: string): Promise<string> {
  const find = async () =>
    (await resources(instance)).find(({ key }) => key === serviceId)?.id ?? null
  await expect.poll(find).not.toBeNull()
  return (await find()) ?? ''
}

const isSuspended = async (instance: Instance, remoteId: string) =>
  (await resources(instance)).find(({ id }) => id === remoteId)?.suspended

/** The imaginary provider, behind the program's back. */
async function provider<T>(
  { url }: Instance,
  method: string,
  path: string,
  body?: unknown,
): Promise<T> {
  const response = await fetch(`${url}/api/v1/sandbox/provider/${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
  return (await response.json()) as T
}
