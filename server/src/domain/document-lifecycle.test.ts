import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import {
  canDocumentBecome,
  DOCUMENT_STATES,
  formatNumber,
  formatReference,
  NUMBER_PREFIXES,
  type PayableDocument,
  payDocument,
} from './document-lifecycle.ts'

const euros = (amount: bigint) => ({ amount, currency: 'EUR' })
const open: PayableDocument = { kind: 'invoice', state: 'open', amountDue: euros(1200n) }

describe('documents', () => {
  const legal = ['open issued', 'open void']
  for (const from of DOCUMENT_STATES)
    for (const to of DOCUMENT_STATES)
      it(`${from} → ${to}`, () => {
        assert.equal(canDocumentBecome(from, to), legal.includes(`${from} ${to}`))
      })

  it('are numbered by series and year, and referred to before', () => {
    assert.equal(formatNumber(NUMBER_PREFIXES.invoice, 2026, 1), 'INV-2026-000001')
    assert.equal(formatNumber(NUMBER_PREFIXES.credit_note, 2026, 42), 'AV-2026-000042')
    assert.equal(formatNumber('INV', 2026, 1_000_000), 'INV-2026-1000000')
    assert.equal(formatReference(42), 'P-000042')
  })
})

describe('a payment of a document', () => {
  it('of less is partial', () => {
    assert.deepEqual(payDocument(open, euros(200n)), {
      kind: 'partial',
      applied: 200n,
      remaining: 1000n,
    })
  })
  it('of all pays it, and of more leaves credit', () => {
    assert.deepEqual(payDocument(open, euros(1200n)), {
      kind: 'paid',
      applied: 1200n,
      surplus: 0n,
    })
    assert.deepEqual(payDocument(open, euros(1500n)), {
      kind: 'paid',
      applied: 1200n,
      surplus: 300n,
    })
  })
  it('paid before becomes credit and fires nothing', () => {
    const paid = { ...open, state: 'issued', amountDue: euros(0n) } as const
    assert.deepEqual(payDocument(paid, euros(5n)), { kind: 'already_paid', surplus: 5n })
  })
  it('in another currency, of a void one or of a credit note is for staff', () => {
    const because = (document: PayableDocument, currency: string) => {
      const outcome = payDocument(document, { amount: 1200n, currency })
      return outcome.kind === 'unallocated' ? outcome.because : outcome.kind
    }
    assert.equal(because(open, 'USD'), 'currency')
    assert.equal(because({ ...open, state: 'void' }, 'EUR'), 'void')
    assert.equal(because({ ...open, kind: 'credit_note' }, 'EUR'), 'not_payable')
  })
  it('never loses a cent', () => {
    const cents = fc.bigInt({ min: 0n, max: 10n ** 9n })
    fc.assert(
      fc.property(cents, cents, (due, paid) => {
        const outcome = payDocument({ ...open, amountDue: euros(due) }, euros(paid + 1n))
        const applied = 'applied' in outcome ? outcome.applied : 0n
        const surplus = 'surplus' in outcome ? outcome.surplus : 0n
        assert.equal(applied + surplus, paid + 1n)
        assert.ok(applied <= due)
      }),
    )
  })
  it('of nothing is a bug', () => {
    assert.throws(() => payDocument(open, euros(0n)), RangeError)
  })
})
