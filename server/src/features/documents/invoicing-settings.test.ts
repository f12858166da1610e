import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startTestApp } from '../../../test/app.ts'
import { readInvoicing } from './invoicing-settings.ts'

const app = await startTestApp()
const owner = await app.staff()
const URL = '/api/v1/admin/settings/invoicing'

async function put(changes: Record<string, unknown>) {
  const { values, version } = (await owner.get(URL)).body
  return owner.put(URL, { values: { ...values, ...changes }, version })
}

test('staff set how documents are taxed, numbered and paid', async () => {
  const answer = await put({ taxMode: 'gross', countryRates: { DE: 1900 }, invoicePrefix: 'FAC' })
  assert.equal(answer.status, 200)
  const { invoicing } = await readInvoicing(app.ctx.db)
  assert.deepEqual(
    [invoicing.taxMode, invoicing.countryRates, invoicing.invoicePrefix],
    ['gross', { DE: 1900 }, 'FAC'],
  )
})

test('prefixes, rates and accounts that cannot be are refused by field', async () => {
  const cases: [Record<string, unknown>, RegExp][] = [
    [{ creditNotePrefix: 'FAC' }, /creditNotePrefix/],
    [{ invoicePrefix: 'F-A' }, /invoicePrefix/],
    [{ defaultRateBasisPoints: 10_001 }, /defaultRateBasisPoints/],
    [{ countryRates: { FR: 19.6 } }, /countryRates/],
    [{ iban: 'not an account' }, /iban/],
    [{ colour: 'red' }, /colour/],
  ]
  for (const [changes, pointer] of cases) {
    const answer = await put(changes)
    assert.equal(answer.status, 422)
    assert.match(answer.body.errors[0].pointer, pointer)
  }
})
