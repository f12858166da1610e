import { ADMIN, type Instance } from './instance.ts'
import { expect, type Page, test } from './journey.ts'
import { staffApi } from './staff-api.ts'

test.beforeEach(async ({ page }) => {
  await page.goto('/admin/login')
  await page.getByLabel('E-mail').fill(ADMIN.email)
  await page.getByRole('textbox', { name: 'Password' }).fill(ADMIN.password)
  await page.getByRole('button', { name: 'Log in' }).click()
  const navigation = page.getByRole('navigation', { name: 'Navigation' })
  await expect(navigation.getByRole('link', { name: 'Settings' })).toBeVisible()
})

test('settings are saved, and say so when somebody else was quicker', async ({
  page,
  instance,
}) => {
  await page.goto('/admin/settings')
  const company = page.getByRole('textbox', { name: 'Company' })
  await company.fill('Harbour Hosting')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('The settings are saved')).toBeVisible()
  await changeCity(instance, 'Brest')
  await company.fill('Harbour')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('button', { name: 'Load their version' }).click()
  await expect(page.getByRole('textbox', { name: 'City' })).toHaveValue('Brest')
  await expect(company).toHaveValue('Harbour Hosting')
})

test('a secret is stored and never shown, and without a server a test mail is kept', async ({
  page,
}) => {
  await page.goto('/admin/settings/mail')
  await page.getByRole('textbox', { name: 'Password' }).fill('a very secret word')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByPlaceholder(/Stored/)).toHaveValue('')
  await page.getByRole('button', { name: 'Send a test mail' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Send' }).click()
  await expect(dialog.getByText(/mails are kept and none leaves/)).toBeVisible()
})

test('an API key is shown once and works until it is revoked', async ({ page, instance }) => {
  await page.goto('/admin/staff/api-keys')
  await page.getByRole('button', { name: 'New API key' }).first().click()
  await page.getByRole('dialog').getByLabel('Name').fill('Export')
  await page.getByRole('button', { name: 'Create the key' }).click()
  const token = await page
    .getByRole('dialog')
    .getByText(/^berth_/)
    .innerText()
  await page.getByRole('button', { name: 'I have kept it' }).click()
  await expect(page.getByText(token)).toHaveCount(0)
  expect(await statusWith(instance, token)).toBe(200)
  await page.getByRole('button', { name: 'Actions of this row' }).click()
  await page.getByRole('menuitem', { name: 'Revoke' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
  await expect(page.getByText('“Export” is revoked')).toBeVisible()
  expect(await statusWith(instance, token)).toBe(401)
})

test('a new role may do what was ticked, and somebody is invited to it', async ({ page }) => {
  await page.goto('/admin/staff/roles')
  await page.getByRole('button', { name: 'New role' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('Night watch')
  await dialog.getByRole('checkbox', { name: 'Operations' }).check()
  await dialog.getByRole('button', { name: 'Create the role' }).click()
  await expect(page.getByRole('button', { name: 'Edit the role Night watch' })).toBeVisible()
  await page.goto('/admin/staff')
  await page.getByRole('button', { name: 'Invite' }).click()
  await dialog.getByLabel('Name').fill('Camille')
  await dialog.getByLabel('E-mail').fill('camille@harbour.test')
  await dialog.getByRole('combobox', { name: 'Role' }).click()
  await page.getByRole('option', { name: 'Night watch' }).click()
  await dialog.getByRole('button', { name: 'Invite' }).click()
  await expect(page.getByRole('row', { name: /Camille.*Night watch.*invited/ })).toBeVisible()

  for (const path of ['/admin/setup', '/admin/reset-password']) {
    await page.goto(`${path}?token=used-before`)
    await expect(page.getByText('This link was used already or has expired.')).toBeVisible()
    await expect(page.getByRole('textbox')).toBeHidden()
    await expect(page.getByRole('link', { name: 'Log in' })).toBeVisible()
  }
})

test('a wrong product is refused at its fields, and a price that is none is not sent', async ({
  page,
}) => {
  await addGroup(page)
  await page.goto('/admin/products/new')
  await page.getByLabel('Name (English)').fill('Raft')
  await page.getByLabel('Name (Français)').fill('Radeau')
  await page.getByRole('combobox', { name: 'Type of service' }).click()
  await page.getByRole('option', { name: 'Sandbox', exact: true }).click()
  await page.getByRole('combobox', { name: 'Server group' }).click()
  await page.getByRole('option', { name: 'Sandbox', exact: true }).click()
  const price = page.getByLabel('Price, monthly EUR')
  await price.fill('9.999')
  await page.getByRole('button', { name: 'Create the product' }).click()
  await expect(price).toBeFocused()
  await price.fill('9.99')
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByLabel('Key', { exact: true }).fill('max_renewals')
  await page.getByLabel('Value', { exact: true }).fill('many')
  await page.getByRole('button', { name: 'Create the product' }).click()
  await expect(page.getByText(/^max_renewals: /)).toBeVisible()
  await page.getByLabel('Value', { exact: true }).fill('12')
  await page.getByRole('button', { name: 'Create the product' }).click()
  await expect(page.getByRole('heading', { name: 'Raft' })).toBeVisible()
  await page.goto('/admin/history')
  await expect(page.getByRole('row', { name: /Product created product Raft/ })).toBeVisible()
})

async function addGroup(page: Page): Promise<void> {
  await page.goto('/admin/products/groups')
  await page.getByRole('button', { name: 'New group' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name (English)').fill('Boats')
  await dialog.getByLabel('Name (Français)').fill('Bateaux')
  await dialog.getByRole('button', { name: 'Create the group' }).click()
  await expect(page.getByRole('button', { name: 'Boats' })).toBeVisible()
}

/** What a second pair of hands does meanwhile. */
async function changeCity(instance: Instance, city: string): Promise<void> {
  const staff = await staffApi(instance)
  const path = '/admin/settings/business'
  const { version, values } = await staff.get<{ version: number; values: object }>(path)
  await staff.put(path, { version, values: { ...values, city } })
}

async function statusWith({ url }: Instance, token: string): Promise<number> {
  const headers = { authorization: `Bearer ${token}` }
  return (await fetch(`${url}/api/v1/admin/products`, { headers })).status
}
