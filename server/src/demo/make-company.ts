import type { SandboxResource } from '@berth/module-sandbox/provider'
import { DAY, HOUR, MINUTE } from '../domain/instant.ts'
import { numberDocuments, tellPayments } from './bill.ts'
import { type Books, emptyBooks } from './books.ts'
import { COMPANY } from './company.ts'
import { customerRow, makeBuyers } from './customers.ts'
import { keepService } from './deliver.ts'
import { establish, limitPlaces } from './establish.ts'
import { moveCredit, strayTransfers, writeCustomInvoices } from './extras.ts'
import { type Given, type Making, tell } from './making.ts'
import { makePlans, type OrderPlan } from './plans.ts'
import { idAt, randomFrom } from './random.ts'
import { relate } from './relate.ts'
import { type Client, sell } from './sell.ts'
import { writeMails } from './write-mails.ts'

const CUSTOMERS = 300

/** The company: its books, and the machines that stand at the sandbox provider. */
export interface DemoCompany {
  books: Books
  machines: SandboxResource[]
}

/**
 * Makes up a hosting company with two years behind it. Everything follows from the seed and from
 * what is given; nothing is read or written here.
 */
export function makeCompany(seed: number, given: Given): DemoCompany {
  const zone = COMPANY.business.timeZone
  const making: Making = {
    ...given,
    random: randomFrom(seed),
    calendar: { zone, holidays: [], gaps: [] },
    books: emptyBooks(),
    linesOf: new Map(),
  }
  const { books, random, now } = making
  const estate = establish(making)
  const plans = makePlans(random, { now, zone, buyers: CUSTOMERS })
  const clients = register(making, plans)
  const sales = plans.map((plan) => sell(making, estate, plan, clientOf(clients, plan)))
  const kept = sales.flatMap((sale) =>
    sale.serviceIds.map((_id, unit) => keepService(making, estate, sale, unit)),
  )
  const renewals = kept.flatMap((one) => relate(making, estate, one))
  books.services = kept.map(({ row }) => row)
  writeCustomInvoices(making, estate, clients)
  moveCredit(making, estate, renewals)
  strayTransfers(making, estate, clients)
  numberDocuments(making)
  tellPayments(making)
  limitPlaces(making)
  writeMails(making, { sales, kept, renewals })
  inOrder(books)
  return { books, machines: kept.flatMap(({ remote }) => remote ?? []) }
}

function clientOf(clients: readonly Client[], { buyer }: OrderPlan): Client {
  const client = clients[buyer]
  if (!client) throw new Error(`no customer ${buyer}`)
  return client
}

/** Customers registered shortly before their first order, some long ago without ever ordering. */
function register(making: Making, plans: readonly OrderPlan[]): Client[] {
  const { random, now, books, passwordHash } = making
  const first = new Map<number, number>()
  for (const { buyer, placedAt } of plans)
    first.set(buyer, Math.min(first.get(buyer) ?? placedAt, placedAt))
  const clients = makeBuyers(random, CUSTOMERS).map((buyer, index): Client => {
    const earliest = first.get(index) ?? now - random.int(1, 700) * DAY
    const at =
      earliest - random.int(3, 60) * MINUTE - (random.chance(0.2) ? random.int(1, 90) * HOUR : 0)
    const row = customerRow(random, buyer, at)
    const userId = idAt(random, at)
    return { buyer, row, user: { kind: 'user', id: userId, name: buyer.contact } }
  })
  const byAge = clients.toSorted((a, b) => a.row.createdAt - b.row.createdAt)
  byAge.forEach(({ row, user, buyer }, index) => {
    row.number = index + 1
    books.customers.push(row)
    const { id, email, language, createdAt } = row
    const account = { id: user.id, customerId: id, email, name: buyer.contact, language, createdAt }
    books.users.push({
      ...account,
      passwordHash,
      emailConfirmedAt: createdAt + 4 * MINUTE,
      disabledAt: null,
    })
    tell(making, {
      ...{ at: createdAt, actor: user, cause: { kind: 'request', route: 'register' } },
      ...{ subject: 'customer', subjectId: id, customerId: id, kind: 'customer.created' },
      after: { name: row.name, kind: row.kind, country: row.country },
    })
  })
  return clients
}

/** The history and short numbers run in the order in which things happened. */
function inOrder(books: Books): void {
  books.services.sort((a, b) => a.createdAt - b.createdAt)
  books.services.forEach((service, index) => {
    service.number = index + 1
  })
  books.history.sort((a, b) => a.at - b.at)
  books.steps.sort((a, b) => a.doneAt - b.doneAt)
  books.mails.sort((a, b) => a.createdAt - b.createdAt)
}
