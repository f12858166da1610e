import pg from 'pg'
import { ADMIN, type Instance } from './instance.ts'
import { expect, type Page, test } from './journey.ts'
import { staffApi } from './staff-api.ts'

/** Invited before; she took the owner’s password. */
const MANAGER = { email: 'manager@harbour.test', password: ADMIN.password }

async function onDatabase({ databaseUrl }: Instance, ...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    for (const statement of statements) await client.query(statement)
  } finally {
    await client.end()
  }
}

/** What a restored backup is found with, while the instance runs. */
const beginSafeMode = (instance: Instance) =>
  onDatabase(
    instance,
    `update installation set safe_since = now(), safe_because = '{"code": "restored"}'`,
    'notify installation',
  )

const addManager = (instance: Instance) =>
  onDatabase(
    instance,
    `insert into staff (id, email, name, password_hash, role_id, language, created_at)
     select gen_random_uuid(), '${MANAGER.email}', 'Mia', password_hash,
       (select id from roles where name = 'manager'), 'en', now()
     from staff limit 1`,
  )

async function logIn(page: Page, who: { email: string; password: string }): Promise<void> {
  await page.goto('/admin/login')
  await page.getByLabel('E-mail').fill(who.email)
  await page.getByRole('textbox', { name: 'Password' }).fill(who.password)
  await page.getByRole('button', { name: 'Log in' }).click()
  await expect(page.getByRole('navigation', { name: 'Navigation' })).toBeVisible()
}

test('after a restore nothing runs until an owner has said that this is production', async ({
  page,
  instance,
  browser,
}) => {
  const staff = await staffApi(instance)
  const customer = await staff.post<{ id: string }>('/admin/customers', {
    ...{ kind: 'business', name: 'Jetty', email: 'jetty@example.com', country: 'FR' },
    ...{ language: 'en', currency: 'EUR' },
  })
  await beginSafeMode(instance)
  await logIn(page, ADMIN)

  await test.step('every page says so, and leads to why', async () => {
    await page.goto('/admin/customers')
    await expect(page.getByText(/^Safe mode: nothing is sent/)).toBeVisible()
    await page.getByRole('link', { name: 'Why, and what would run' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Safe mode' })).toBeVisible()
    await expect(page.getByText('The database was filled from a backup.')).toBeVisible()
    await expect(page.getByRole('region', { name: 'What would run at once' })).toBeVisible()
  })

  await test.step('what would be billed or delivered is refused', async () => {
    const refused = await staff
      .post('/admin/services', { customerId: customer.id })
      .then(() => '', String)
    expect(refused).toContain('safe_mode')
  })

  await test.step('an owner gives the last number, types the word, and all goes on', async () => {
    const year = new Date().getFullYear()
    await page.getByLabel(`Last number of INV-${year}`).fill('41')
    const end = page.getByRole('button', { name: 'End safe mode' })
    await expect(end).toBeDisabled()
    await page.getByLabel('Type “production” to confirm').fill('production')
    await end.click()
    await expect(page.getByText('Berth is not in safe mode')).toBeVisible()
    await expect(page.getByText(/^Safe mode: nothing is sent/)).toBeHidden()
  })

  await test.step('other staff see it, and that an owner has to answer', async () => {
    await beginSafeMode(instance)
    await addManager(instance)
    const context = await browser.newContext({ baseURL: instance.url, locale: 'en-GB' })
    const theirs = await context.newPage()
    await logIn(theirs, MANAGER)
    await theirs.goto('/admin/automation/safe-mode')
    await expect(theirs.getByText(/^Only an owner can end safe mode/)).toBeVisible()
    await expect(theirs.getByRole('button', { name: 'End safe mode' })).toHaveCount(0)
    await context.close()
  })
})
