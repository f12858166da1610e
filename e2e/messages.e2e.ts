import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { ADMIN } from './instance.ts'
import { expect, type Page, test } from './journey.ts'
import { staffApi } from './staff-api.ts'

test('staff put a mail into words of their own, see it on a service and try it', async ({
  page,
  instance,
}) => {
  const staff = await staffApi(instance)
  const customer = await staff.post<{ id: string }>('/admin/customers', {
    ...{ kind: 'business', name: 'Jetty', email: 'jetty@example.com', country: 'FR' },
    ...{ language: 'en', currency: 'EUR' },
  })
  await staff.post('/admin/services', {
    ...{ customerId: customer.id, type: 'none', name: 'jetty.example', cycle: 'monthly' },
    price: { amount: '1000', currency: 'EUR' },
    expiresAt: new Date(Date.now() + 20 * 86_400_000).toISOString(),
    deliver: true,
  })
  await logIn(page)
  await page.goto('/admin/mails/templates')
  await page.getByText('Service reactivated').click()
  const subject = page.getByRole('textbox', { name: 'Subject' })
  const original = page.getByRole('button', { name: 'Back to the original' })
  await expect(original).toBeDisabled()
  await subject.fill('Ahoy: {{ service }} {{ captain }}')
  await expect(original).toBeEnabled()
  await expect(page.getByText('Line 1: this mail knows no “captain”.')).toBeVisible()
  await subject.fill('Ahoy: {{ service }} is back')
  await expect(page.getByText('Ahoy: vps-12 is back')).toBeVisible()

  await page.getByRole('combobox', { name: 'Service' }).fill('jetty')
  await page.getByRole('option', { name: /jetty\.example/ }).click()
  await expect(page.getByText('Ahoy: jetty.example is back')).toBeVisible()
  await expect(page.getByText('Facts of this service')).toBeVisible()
  const frame = page.frameLocator('iframe[title="The mail as a page"]')
  await expect(frame.getByText('Your service jetty.example is running again.')).toBeVisible()

  await page.getByRole('button', { name: 'Send to me' }).click()
  await expect(page.getByText(`On its way to ${ADMIN.email}`)).toBeVisible()

  await page.getByRole('tab', { name: 'Français' }).click()
  await expect(page.getByRole('dialog')).toContainText('Leave without saving?')
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click()
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('The template is saved')).toBeVisible()
  await expect(page.getByText(/^Changed by/)).toBeVisible()

  await page.getByRole('button', { name: 'Back to the original' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Back to the original' }).click()
  await expect(subject).toHaveValue('{{ service }} is running again')

  await page.goto('/admin/mails/notifications')
  const renewed = page.getByRole('switch', { name: 'Service renewed' })
  await expect(renewed).toBeChecked()
  const saved = page.waitForResponse(
    (answer) => answer.request().method() === 'PUT' && /\/settings\//.test(answer.url()),
  )
  await renewed.click({ force: true })
  expect((await saved).ok()).toBe(true)
  await page.reload()
  await expect(renewed).not.toBeChecked()
})

test('a webhook is made, tried, seen in its log and sent again', async ({ page }) => {
  const received: { body: string; headers: Record<string, string> }[] = []
  const receiver = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      received.push({ body, headers: request.headers as Record<string, string> })
      response.end('thank you')
    })
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  const { port } = receiver.address() as AddressInfo
  try {
    await logIn(page)
    await page.goto('/admin/webhooks')
    await page.getByRole('button', { name: 'New webhook' }).first().click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name').fill('Lighthouse')
    await dialog.getByLabel('Address').fill(`http://127.0.0.1:${port}/hook`)
    await dialog.getByRole('button', { name: 'Create' }).click()
    const secret = (await dialog.locator('code').textContent()) ?? ''
    await dialog.getByRole('button', { name: 'I have kept it' }).click()

    await page.getByRole('button', { name: 'Send a test' }).click()
    const row = page.getByRole('row', { name: /webhook\.test/ })
    await expect(row.getByText('delivered')).toBeVisible()
    const [first] = received
    if (!first) throw new Error('nothing was received')
    new Webhook(secret).verify(first.body, first.headers)

    await row.getByText('webhook.test').click()
    await expect(page.getByText('thank you')).toBeVisible()
    await page.getByRole('button', { name: 'Send once more' }).click()
    await expect(page.getByText('Attempt 2')).toBeVisible()
    expect(received[1]?.headers['webhook-id']).toBe(first.headers['webhook-id'])
  } finally {
    receiver.closeAllConnections()
    receiver.close()
  }
})

async function logIn(page: Page): Promise<void> {
  await page.goto('/admin/login')
  await page.getByLabel('E-mail').fill(ADMIN.email)
  await page.getByRole('textbox', { name: 'Password' }).fill(ADMIN.password)
  await page.getByRole('button', { name: 'Log in' }).click()
  const navigation = page.getByRole('navigation', { name: 'Navigation' })
  await expect(navigation.getByRole('link', { name: 'Webhooks' })).toBeVisible()
}
