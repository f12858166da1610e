import { ADMIN } from './instance.ts'
import { expect, type Page, test } from './journey.ts'
import { staffApi } from './staff-api.ts'

const DAY_MS = 86_400_000

test('a change of the rules shows what it does before it is saved', async ({ page, instance }) => {
  const staff = await staffApi(instance)
  const customer = await staff.post<{ id: string }>('/admin/customers', {
    ...{ kind: 'business', name: 'Jetty', email: 'jetty@example.com', country: 'FR' },
    ...{ language: 'en', currency: 'EUR' },
  })
  await staff.post('/admin/services', {
    ...{ customerId: customer.id, type: 'none', name: 'jetty.example', cycle: 'monthly' },
    price: { amount: '1000', currency: 'EUR' },
    expiresAt: new Date(Date.now() + 20 * DAY_MS).toISOString(),
    deliver: true,
  })
  await logIn(page)
  await page.goto('/admin/settings/services')
  await expect(page.getByPlaceholder('7 (default)').first()).toBeVisible()

  await test.step('an end that comes nearer is confirmed by hand', async () => {
    await page.getByRole('textbox', { name: 'End', exact: true }).fill('2')
    await page.getByRole('button', { name: 'Save' }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByText(/1 service of 1 moves/)).toBeVisible()
    await expect(dialog.getByRole('link', { name: /jetty\.example/ })).toBeVisible()
    const save = dialog.getByRole('button', { name: 'Save' })
    await expect(save).toBeDisabled()
    await dialog.getByRole('checkbox').check()
    await save.click()
    await expect(page.getByText('The settings are saved')).toBeVisible()
  })

  await test.step('what moves nothing is saved at once', async () => {
    await page.getByRole('textbox', { name: 'Archive', exact: true }).fill('30')
    await page.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByText('The settings are saved').last()).toBeVisible()
    await expect(page.getByRole('dialog')).toHaveCount(0)
  })
})

test('staff keep the reasons for a cancellation', async ({ page }) => {
  await logIn(page)
  await page.goto('/admin/cancellation-reasons')
  await page.getByRole('button', { name: 'New reason' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Reason (English)').fill('Moving ashore')
  await dialog.getByLabel('Reason (Français)').fill('Départ à terre')
  await dialog.getByRole('button', { name: 'Save' }).click()
  const rows = page.getByRole('row')
  await expect(rows.last()).toContainText('Moving ashore')
  await page.getByRole('button', { name: 'Move “Moving ashore” up' }).click()
  await expect(rows.last()).not.toContainText('Moving ashore')
  const row = rows.filter({ hasText: 'Moving ashore' })
  await row.getByRole('button', { name: 'Actions of this row' }).click()
  await page.getByRole('menuitem', { name: 'Archive' }).click()
  await expect(row.getByText('Archived')).toBeVisible()
  await row.getByRole('button', { name: 'Actions of this row' }).click()
  await page.getByRole('menuitem', { name: 'Remove' }).click()
  await expect(row).toHaveCount(0)
  await page.getByRole('tab', { name: 'Statistics' }).click()
  await expect(page.getByText('Nothing was cancelled in these days')).toBeVisible()
})

async function logIn(page: Page): Promise<void> {
  await page.goto('/admin/login')
  await page.getByLabel('E-mail').fill(ADMIN.email)
  await page.getByRole('textbox', { name: 'Password' }).fill(ADMIN.password)
  await page.getByRole('button', { name: 'Log in' }).click()
  const navigation = page.getByRole('navigation', { name: 'Navigation' })
  await expect(navigation.getByRole('link', { name: 'Settings' })).toBeVisible()
}
