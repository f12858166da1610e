import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { startTestApp } from '../../../test/app.ts'
import { makeLoggedInCustomer } from '../../../test/factories/customer.ts'
import { makeService } from '../../../test/factories/service.ts'
import type { NewService } from './create.ts'

const at = (iso: string) => Date.parse(iso)

async function setting() {
  const app = await startTestApp()
  const staff = await app.staff()
  const url = (id: string) => `/api/v1/admin/services/${id}`
  return {
    app,
    staff,
    url,
    why: async (id: string) => (await staff.get(url(id))).body.why as string,
    async owned(more: Partial<NewService> = {}, language: 'en' | 'fr' = 'en') {
      const { customer, client } = await makeLoggedInCustomer(app, { language })
      const term = {
        status: 'active' as const,
        expiresAt: at('2025-03-20T08:00:00Z'),
        anchorDay: 20,
      }
      const { id } = await makeService(app, { customerId: customer.id, ...term, ...more })
      const clientWhy = async () =>
        (await client.get(`/api/v1/client/services/${id}`)).body.why as string
      return { id, clientWhy }
    },
  }
}

describe('why a service is in its state', () => {
  test('suspended by staff: who, which cause, since when, and the note for staff only', async () => {
    const { staff, url, why, owned } = await setting()
    const { id, clientWhy } = await owned()
    await staff.post(`${url(id)}/suspend`, { cause: 'abuse', note: 'sends spam' })
    assert.equal(
      await why(id),
      'Suspended since 10 March 2025: abuse, suspended by Sam Staff (“sends spam”).',
    )
    assert.equal(
      await clientWhy(),
      'Our team has suspended your service since 10 March 2025 (abuse); please contact us.',
    )
  })

  test('suspended for lack of payment: the rule, its level and the document', async () => {
    const { app, why, owned } = await setting()
    const { id, clientWhy } = await owned({ policy: { suspendAfterDays: 1 } }, 'fr')
    await app.travelTo(at('2025-03-23T12:00:00Z'))
    assert.match(
      await why(id),
      /^Suspended since 21 March 2025: overdue, suspended by the automation: unpaid a day after its expiry \(set by: this service\); €12\.00 of P-\d+ are still to be paid\.$/,
    )
    assert.match(
      await clientWhy(),
      /^Votre service est suspendu depuis le 21 mars 2025 car il reste 12,00\s€ à payer sur P-\d+ ; il redémarre dès le paiement\.$/,
    )
  })

  test('suspended because it may not renew: nobody left anything unpaid', async () => {
    const { app, why, owned } = await setting()
    const { id } = await owned({ maxRenewals: 0 })
    await app.travelTo(at('2025-03-23T12:00:00Z'))
    assert.equal(
      await why(id),
      'Suspended since 20 March 2025: term ended, suspended by the automation: its term is over and it may not be renewed (set by: default).',
    )
  })

  test('a status written by hand says so, with who and their note', async () => {
    const { staff, url, why, owned } = await setting()
    const { id } = await owned()
    const body = { status: 'terminated', note: 'gone for good', confirm: true }
    await staff.post(`${url(id)}/set-status`, body)
    assert.equal(
      await why(id),
      'Terminated since 10 March 2025: status written by hand by Sam Staff (“gone for good”).',
    )
  })

  test('cancelled by its customer, and pending until staff deliver it', async () => {
    const { staff, url, why, owned } = await setting()
    const { id, clientWhy } = await owned()
    await staff.post(`${url(id)}/cancel`, { when: 'now' })
    assert.equal(await why(id), 'Cancelled since 10 March 2025: cancelled by Sam Staff.')
    assert.equal(await clientWhy(), 'Your service was cancelled and ended on 10 March 2025.')
    const waiting = await owned({ status: 'pending', expiresAt: null })
    assert.equal(
      await why(waiting.id),
      'Pending since 10 March 2025: made by the program; it waits for staff to deliver it.',
    )
  })

  test('running: until when it is paid, or when it ends', async () => {
    const { staff, url, owned } = await setting()
    const { id, clientWhy } = await owned()
    assert.equal(await clientWhy(), 'Your service is running and paid until 20 March 2025.')
    await staff.post(`${url(id)}/cancel`, { when: 'end_of_period' })
    assert.equal(
      await clientWhy(),
      'Your service is running until 20 March 2025; then it ends, as you asked.',
    )
  })
})
