import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startTestApp } from '../../../../test/app.ts'
import { makeLoggedInCustomer } from '../../../../test/factories/customer.ts'
import { customLine, makeDocument, setInvoicing } from '../../../../test/factories/document.ts'
import { payDocument } from '../../../../test/factories/payment.ts'
import { DAY } from '../../../domain/instant.ts'
import { loadDocuments } from '../document-subject.ts'
import { documentSheet, type SheetSource } from './document-sheet.ts'
import { drawSheet } from './draw-sheet.ts'

const app = await startTestApp()
const { ctx } = app
const staff = await app.staff()

const party = {
  name: 'Hébergeur & Œuvres',
  street: '1 rue de l’Église',
  postalCode: '75002',
  city: 'Paris',
  country: 'FR',
  vatNumber: 'FR40303265045',
  email: null,
  legal: ['RCS Paris 303 265 045'],
}

/** A document of a French or an English customer, and what its sheet is made from. */
async function source(language: 'en' | 'fr', labels = ['Serveur « Été »']): Promise<SheetSource> {
  const { customer } = await makeLoggedInCustomer(app, { language })
  const lines = labels.map((label) =>
    customLine({ label, periodStartAt: ctx.clock.now(), periodEndAt: ctx.clock.now() + 31 * DAY }),
  )
  const { id } = await makeDocument(ctx, { customerId: customer.id, lines })
  const subject = (await loadDocuments(ctx.db, [id])).get(id)
  assert.ok(subject)
  const { document, lines: rows, zone } = subject
  const account = { holder: '', iban: 'FR7630006000011234567890189', bic: '' }
  return { document, lines: rows, zone, seller: party, buyer: party, correctsName: null, account }
}

/** Numbers carry narrow no-break spaces; the tests write plain ones. */
const plain = (value: unknown) => JSON.parse(JSON.stringify(value).replace(/[\u00a0\u202f]/g, ' '))

test('an open document in French is a facture proforma that says what is to be paid, and how', async () => {
  const sheet = plain(documentSheet(await source('fr')))
  assert.equal(sheet.title, 'Facture proforma')
  assert.match(sheet.facts[0][1], /^P-\d{6}$/)
  assert.deepEqual(sheet.facts.slice(1), [
    ['Date', '10/03/2025'],
    ['Échéance', '17/03/2025'],
  ])
  assert.deepEqual(sheet.lines[0].cells, ['1', '10,00 €', '20 %', '10,00 €'])
  assert.equal(sheet.lines[0].period, 'Du 10/03/2025 au 10/04/2025')
  assert.deepEqual(
    sheet.totals.map(({ label, value }: { label: string; value: string }) => [label, value]),
    [
      ['Total HT', '10,00 €'],
      ['TVA 20 % sur 10,00 €', '2,00 €'],
      ['Total TTC', '12,00 €'],
    ],
  )
  assert.match(sheet.notes.flat().join('\n'), /IBAN FR7630006000011234567890189/)
})

test('a partly paid document in English shows what is left, and the mention of reverse charge', async () => {
  const made = await source('en')
  const taxLines = [
    { rateBasisPoints: 0, net: '1000', tax: '0', mention: 'reverse_charge' as const },
  ]
  const document = { ...made.document, gross: 1000n, tax: 0n, paid: 400n, taxLines }
  const sheet = plain(documentSheet({ ...made, document }))
  assert.equal(sheet.title, 'Pro forma invoice')
  assert.deepEqual(sheet.totals.slice(-2), [
    { label: 'Paid', value: '-€4.00', strong: false },
    { label: 'Amount due', value: '€6.00', strong: true },
  ])
  assert.match(sheet.notes[0][0], /^Reverse charge/)
})

test('the same document gives the same bytes, and many or long lines take several pages', async () => {
  const long = `${'Très long libellé, '.repeat(20)}${'x'.repeat(120)}`
  const labels = Array.from({ length: 60 }, (_, i) => (i % 5 ? `VPS n° ${i}` : long))
  const sheet = documentSheet(await source('fr', labels))
  const [first, second] = [await drawSheet(sheet), await drawSheet(sheet)]
  assert.ok(first.equals(second))
  const pages = first.toString('latin1').match(/\/Type \/Page\b(?!s)/g) ?? []
  assert.ok(pages.length >= 4, `${pages.length} pages`)
})

test('customers and staff fetch the PDF; the credit note names its invoice', async () => {
  await setInvoicing(ctx, { iban: 'FR7630006000011234567890189' })
  const { client, customer } = await makeLoggedInCustomer(app)
  const { id } = await makeDocument(ctx, { customerId: customer.id })
  await payDocument(ctx, id, 1200n)
  const own = await client.get(`/api/v1/client/documents/${id}/pdf`)
  assert.equal(own.status, 200)
  assert.equal(own.headers['content-type'], 'application/pdf')
  assert.match(String(own.headers['content-disposition']), /INV-2025-\d{6}\.pdf/)
  assert.match(own.body, /^%PDF-/)
  const body = { reason: 'mistake', takeBack: false }
  const { creditNoteId } = (await staff.post(`/api/v1/admin/documents/${id}/credit`, body)).body
  const note = await staff.get(`/api/v1/admin/documents/${creditNoteId}/pdf`)
  assert.match(String(note.headers['content-disposition']), /AV-2025-\d{6}\.pdf/)
  const subject = (await loadDocuments(ctx.db, [creditNoteId])).get(creditNoteId)
  assert.ok(subject)
  const sheet = documentSheet({
    ...subject,
    seller: party,
    buyer: party,
    correctsName: 'INV-2025-000001',
    account: null,
  })
  assert.equal(sheet.title, 'Credit note')
  assert.deepEqual(sheet.facts.at(-1), ['Corrects invoice', 'INV-2025-000001'])
  assert.deepEqual(sheet.notes, [['Reason: mistake']])
})
