import type pg from 'pg'
import { makeBuyers } from '../../server/src/demo/customers.ts'
import { slugOf } from '../../server/src/demo/names.ts'
import { idAt, type Random } from '../../server/src/demo/random.ts'
import type { Instant } from '../../server/src/domain/instant.ts'
import { insertRows } from './insert.ts'

/** Names repeat after a while, as they do; addresses never do. More at once find no new name. */
const PEOPLE_AT_ONCE = 400
const TURNS = 5

/** Endings of domains, as often as hosting companies of these countries see them. */
const ENDINGS = [
  ...([
    ['com', 38],
    ['fr', 22],
    ['be', 7],
    ['ch', 7],
    ['eu', 6],
    ['net', 5],
    ['org', 4],
    ['io', 3],
  ] as const),
  ...([
    ['lu', 2],
    ['ca', 2],
    ['co.uk', 2],
    ['de', 1],
    ['dev', 1],
  ] as const),
] as const

export interface Customer {
  id: string
  name: string
  email: string
  /** Of the one who logs in for the customer. */
  userEmail: string
  currency: string
  domain: string
}

const DESKS = [
  ...['contact', 'info', 'hello', 'bonjour', 'office', 'admin', 'team', 'studio', 'billing'],
  ...['compta', 'web', 'it', 'support', 'equipe', 'direction', 'accueil', 'sales', 'projets'],
]
const BEGINNINGS = 'b c d f g h j k l m n p r s t v br cl dr fl gr pl tr st'.split(' ')
const MIDDLES = 'a e i o u ai au ea eo ia io ou'.split(' ')
const ENDS = ['', '', '', 'n', 'r', 's', 'l', 'x', 'm', 'nd', 'rt']

/** A made-up brand that nobody has yet, of two or three syllables. */
function freeName(random: Random, taken: Set<string>): string {
  const syllable = () => random.pick(BEGINNINGS) + random.pick(MIDDLES) + random.pick(ENDS)
  for (;;) {
    const name = syllable() + syllable() + (random.chance(0.6) ? syllable() : '')
    if (taken.has(name)) continue
    taken.add(name)
    return name
  }
}

const iso = (at: Instant) => new Date(at).toISOString()

/** Customers with one user each. */
export async function loadCustomers(
  client: pg.Client,
  random: Random,
  { count, foundedAt, now }: { count: number; foundedAt: Instant; now: Instant },
): Promise<Customer[]> {
  const people = Array.from({ length: TURNS }, () =>
    makeBuyers(random, Math.min(count, PEOPLE_AT_ONCE)),
  ).flat()
  const taken = new Set<string>()
  const made = Array.from({ length: count }, (_, index) => {
    const at = foundedAt + Math.floor(random.next() * (now - foundedAt))
    const person = people[index % people.length] as (typeof people)[number]
    const domain = `${freeName(random, taken)}.${random.weighted(ENDINGS)}`
    const email = `${random.pick(DESKS)}@${domain}`
    const userEmail = `${slugOf(person.contact).replaceAll('-', '.')}@${domain}`
    const { name, currency } = person
    return { id: idAt(random, at), at, person, name, currency, domain, email, userEmail }
  })
  await insertRows(client, {
    table: 'customers',
    columns: [
      'id',
      'kind',
      'name',
      'email',
      'country',
      'currency',
      'language',
      'created_at',
      'search',
    ],
    rows: made.map(({ id, at, person, email, userEmail }) => [
      ...[id, person.kind, person.name, email, person.country, person.currency],
      ...[person.language, iso(at), `${slugOf(person.name)} ${email} ${userEmail}`],
    ]),
  })
  await insertRows(client, {
    table: 'users',
    columns: ['id', 'customer_id', 'email', 'name', 'language', 'created_at'],
    rows: made.map(({ id, at, person, userEmail }) => [
      ...[idAt(random, at), id, userEmail, person.contact, person.language, iso(at)],
    ]),
  })
  return made
}
