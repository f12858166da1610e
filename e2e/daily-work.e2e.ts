import { readFile } from 'node:fs/promises'
import { type SandboxProvider, startSandboxProvider } from '@berth/module-sandbox/provider'
import { ADMIN, type Instance } from './instance.ts'
import { expect, type Page, test } from './journey.ts'
import { resources } from './sandbox.ts'
import { type StaffApi, staffApi } from './staff-api.ts'

const REFUSAL = 'The node is in maintenance'
const SHOTS = 'test-results/screens'

test('staff find, filter, save a view, suspend many, retry, undo and export', async ({
  page,
  instance,
}) => {
  test.setTimeout(240_000)
  const lyon = await startSandboxProvider({ token: 'lyon-token', now: Date.now })
  const staff = await staffApi(instance)
  try {
    await openCompany(staff, lyon)
    await work(page, instance, lyon)
  } finally {
    await lyon.close()
  }
})

async function work(page: Page, instance: Instance, lyon: SandboxProvider): Promise<void> {
  await logIn(page)

  await test.step('finds a service by the customer’s e-mail, with the keyboard', async () => {
    await page.goto('/admin/services')
    await expect(page.getByRole('row')).toHaveCount(7)
    await page.keyboard.press('/')
    await page.keyboard.type('office@nordwind.example')
    await expect(page.getByRole('row')).toHaveCount(2)
    await page.getByRole('searchbox').fill('')
    await expect(page.getByRole('row')).toHaveCount(7)
  })

  await test.step('filters by type and status, and saves that as a view', async () => {
    await page.getByRole('button', { name: 'Filter', exact: true }).click()
    await page.getByRole('button', { name: 'Type', exact: true }).click()
    await page.getByRole('checkbox', { name: 'Sandbox' }).check()
    await page.getByRole('button', { name: 'Apply' }).click()
    await page.getByRole('tab', { name: /^active/i }).click()
    await expect(page.getByRole('row')).toHaveCount(6)
    await page.getByRole('button', { name: 'Views' }).click()
    await page.getByRole('menuitem', { name: 'Save as a new view' }).click()
    await page.getByRole('dialog').getByLabel('Name').fill('Running VPS')
    await page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).dblclick()
    await expect(page.getByRole('dialog')).toBeHidden()
    await page.goto('/admin/services')
    await expect(page.getByRole('row')).toHaveCount(7)
    await page.getByRole('button', { name: 'Views' }).click()
    await page.getByRole('menuitem', { name: 'Running VPS' }).click()
    await expect(page.getByRole('row')).toHaveCount(6)
  })

  await test.step('selects all that match and sees what suspending them would do', async () => {
    await page.getByRole('checkbox', { name: 'Select all rows of this page' }).check()
    await page
      .getByRole('region', { name: 'Selection' })
      .getByRole('button', { name: 'Suspend', exact: true })
      .click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Note (staff only)').fill('Moving the racks')
    await dialog.getByRole('button', { name: 'Show the preview' }).dblclick()
    await expect(page.getByText('paris-1')).toBeVisible()
    await expect(page.getByRole('button', { name: /confirm for 5 services/ })).toBeVisible()
    await page.screenshot({ path: `${SHOTS}/batch-preview.png` })
  })

  await test.step('confirms once, however often it is clicked; one server refuses', async () => {
    lyon.state.behaviour = { ...lyon.state.behaviour, rules: [refusal] }
    await page.getByRole('button', { name: /confirm for 5 services/ }).dblclick()
    await expect(page.getByText('5 of 5 services settled')).toBeVisible()
    await expect(page.getByText(REFUSAL).first()).toBeVisible()
    await page.screenshot({ path: `${SHOTS}/batch-failed.png` })
    expect(await suspendedAt(instance)).toBe(3)
  })

  await test.step('retries the failed when the server is well again', async () => {
    lyon.state.behaviour = { ...lyon.state.behaviour, rules: [] }
    await act(page, 'Retry the failed')
    await expect(page.getByText(REFUSAL)).toHaveCount(0)
    await expect
      .poll(() => [...lyon.state.resources.values()].every((one) => one.suspended))
      .toBe(true)
    await expect(page.getByText('5 of 5 services settled')).toBeVisible()
  })

  await test.step('takes it all back, after another preview', async () => {
    await act(page, 'Undo')
    await page.getByRole('button', { name: /confirm for 5 services/ }).click()
    await expect(page.getByText('5 of 5 services settled')).toBeVisible()
    expect(await suspendedAt(instance)).toBe(0)
    expect([...lyon.state.resources.values()].some((one) => one.suspended)).toBe(false)
  })

  await test.step('exports what the list shows', async () => {
    await page.goto('/admin/services?q=lyon')
    await expect(page.getByRole('row')).toHaveCount(3)
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: 'CSV' }).click()
    const lines = (await readFile(await (await download).path(), 'utf8')).trim().split('\r\n')
    expect(lines).toHaveLength(3)
    expect(lines[1]).toContain('lyon-')
  })
}

const refusal = {
  operation: 'suspend',
  effect: { kind: 'refuse', code: 'rejected', message: REFUSAL },
  times: null,
} as const

const suspendedAt = async (instance: Instance) =>
  (await resources(instance)).filter((one) => one.suspended).length

/** Clicks an action's button and confirms it in its dialog. */
async function act(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name, exact: true }).click()
  await expect(dialog).toBeHidden()
}

async function logIn(page: Page): Promise<void> {
  await page.goto('/admin/login')
  await page.getByLabel('E-mail').fill(ADMIN.email)
  await page.getByLabel(/^Password/).fill(ADMIN.password)
  await page.getByRole('button', { name: 'Log in' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Dashboard' })).toBeVisible()
}

/** Five running services on two servers, and one that needs no server. */
async function openCompany(staff: StaffApi, lyon: SandboxProvider): Promise<void> {
  const { items } = await staff.get<{ items: { id: string; name: string }[] }>('/admin/servers')
  const paris = items.find((server) => server.name === 'Sandbox')?.id ?? ''
  const second = await staff.post<{ id: string }>('/admin/servers', {
    name: 'Lyon',
    type: 'sandbox',
    settings: { url: lyon.url, token: lyon.token },
  })
  const customers = [
    await makeCustomer(staff, 'Atelier Lumière', 'office@lumiere.example'),
    await makeCustomer(staff, 'Nordwind Games', 'office@nordwind.example'),
  ]
  const make = (name: string, serverId: string | null, customerId = customers[0]) =>
    staff.post('/admin/services', {
      customerId,
      type: serverId === null ? 'none' : 'sandbox',
      name,
      serverId,
      cycle: 'monthly',
      price: { amount: '1000', currency: 'EUR' },
      expiresAt: new Date(Date.now() + 20 * 86_400_000).toISOString(),
      deliver: true,
      orderData: serverId === null ? {} : { hostname: `${name}.example` },
    })
  for (const name of ['paris-1', 'paris-2', 'paris-3']) await make(name, paris)
  for (const name of ['lyon-1', 'lyon-2']) await make(name, second.id)
  await make('support', null, customers[1])
  await expect
    .poll(async () => (await staff.get<Counts>('/admin/services/counts')).active, {
      timeout: 60_000,
    })
    .toBe(6)
}

interface Counts {
  active?: number
}

async function makeCustomer(staff: StaffApi, name: string, email: string): Promise<string> {
  const { id } = await staff.post<{ id: string }>('/admin/customers', {
    ...{ kind: 'business', name, email, country: 'FR', language: 'en' },
  })
  return id
}
