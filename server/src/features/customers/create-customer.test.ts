import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { eq } from 'drizzle-orm'
import { startTestApp } from '../../../test/app.ts'
import { makeCustomer } from '../../../test/factories/customer.ts'
import { Problem } from '../../platform/problem.ts'
import { customerFaults } from './check-customer.ts'
import { customers } from './tables.ts'

const app = await startTestApp()

describe('what has to fit together in a customer', () => {
  const sound = {
    kind: 'business' as const,
    country: 'FR',
    vatNumber: 'FR40303265045',
    currency: 'EUR',
  }
  const cases: [string, Partial<Parameters<typeof customerFaults>[0]>, string[]][] = [
    ['a French company', {}, []],
    ['no VAT number', { vatNumber: null }, []],
    ['the letters of another country outside the Union', { country: 'US' }, []],
    ['a country that is none', { country: 'XX', vatNumber: null }, ['/country']],
    ['the Union is no country', { country: 'EU', vatNumber: null }, ['/country']],
    ['too few digits', { vatNumber: 'FR403' }, ['/vatNumber']],
    ['a consumer with a VAT number', { kind: 'consumer' }, ['/vatNumber']],
    ['two at once', { currency: 'JPY', vatNumber: 'FR1' }, ['/currency', '/vatNumber']],
  ]
  for (const [name, change, pointers] of cases) {
    test(name, () => {
      const faults = customerFaults({ ...sound, ...change }, ['EUR', 'USD'])
      assert.deepEqual(
        faults.map((fault) => fault.pointer),
        pointers,
      )
    })
  }
})

describe('creating a customer', () => {
  test('is found by name, number and the e-mails of its users', async () => {
    const { customer, user } = await makeCustomer(app, { name: 'Élodie Forêt' })
    const [row] = await app.ctx.db.select().from(customers).where(eq(customers.id, customer.id))
    assert.ok(row?.search.includes('elodie foret'))
    assert.ok(row?.search.includes(`#${customer.number}`))
    assert.ok(row?.search.includes(user.email))
  })

  test('an e-mail used twice names the field, in whatever case it is written', async () => {
    const { customer } = await makeCustomer(app)
    const again = makeCustomer(app, { email: customer.email.toUpperCase() })
    await assert.rejects(again, (error) => {
      assert.ok(error instanceof Problem)
      assert.deepEqual([error.status, error.errors[0]?.pointer], [422, '/email'])
      return true
    })
  })
})
