import type { Instant } from '../domain/instant.ts'
import { COMPANY_TRADES, COMPANY_WORDS, PLACES, type Place, slugOf } from './names.ts'
import type { DemoCurrency } from './prices.ts'
import { idAt, type Random } from './random.ts'

/** How soon after the mail a customer pays: within a day, within the week, or too late at times. */
export type Habit = 'prompt' | 'normal' | 'late'

/** An imaginary customer, before it is known since when it is one. */
export interface Buyer {
  kind: 'consumer' | 'business'
  name: string
  email: string
  phone: string | null
  street: string
  postalCode: string
  city: string
  country: string
  vatNumber: string | null
  currency: DemoCurrency
  language: 'en' | 'fr'
  contact: string
  habit: Habit
  gateway: 'sandbox' | 'bank_transfer'
  /** Their machines are named under it. */
  domain: string
}

/** The customer whose login is printed: it has some of everything. */
export const FEATURED: Buyer = {
  kind: 'business',
  name: 'Atelier Lumen SARL',
  email: 'camille@atelier-lumen.example',
  phone: '+33 6 12 34 56 78',
  street: '8 rue des Lilas',
  postalCode: '69003',
  city: 'Lyon',
  country: 'FR',
  vatNumber: 'FR40512345678',
  currency: 'EUR',
  language: 'fr',
  contact: 'Camille Garnier',
  habit: 'normal',
  gateway: 'sandbox',
  domain: 'atelier-lumen.example',
}

const HOMES = ['mail.example', 'post.example', 'boite.example', 'inbox.example']

/** The featured customer first, then as many as asked for, all with addresses of their own. */
export function makeBuyers(random: Random, count: number): Buyer[] {
  const taken = new Set([FEATURED.email, FEATURED.domain])
  const buyers = [FEATURED]
  while (buyers.length < count) {
    const place = random.weighted(PLACES.map((one) => [one, one.weight] as const))
    buyers.push(random.chance(0.42) ? company(random, place, taken) : person(random, place, taken))
  }
  return buyers
}

function person(random: Random, place: Place, taken: Set<string>): Buyer {
  const first = random.pick(place.firstNames)
  const last = random.pick(place.lastNames)
  const local = `${slugOf(first)}.${slugOf(last)}`
  const email = free(taken, (n) => `${local}${n === 0 ? '' : n + 1}@${random.pick(HOMES)}`)
  const name = `${first} ${last}`
  const home = `${slugOf(last)}${random.int(1, 99)}.example`
  return { ...shared(random, place), kind: 'consumer', name, contact: name, email, domain: home }
}

function company(random: Random, place: Place, taken: Set<string>): Buyer {
  const stem = () => `${random.pick(COMPANY_WORDS)} ${random.pick(COMPANY_TRADES)}`
  let brand = stem()
  let domain = `${slugOf(brand)}.example`
  for (; taken.has(domain); domain = `${slugOf(brand)}.example`) brand = stem()
  taken.add(domain)
  const first = random.pick(place.firstNames)
  const email = free(taken, (n) => `${slugOf(first)}${n === 0 ? '' : n + 1}@${domain}`)
  const contact = `${first} ${random.pick(place.lastNames)}`
  const name = `${brand} ${random.pick(place.companySuffixes)}`
  const vatNumber = random.chance(0.85) ? vatNumberOf(random, place.country) : null
  return { ...shared(random, place), kind: 'business', name, contact, email, domain, vatNumber }
}

function shared(random: Random, place: Place) {
  const [city, postalCode] = random.pick(place.cities)
  const street = random.pick(place.streets)
  const number = random.int(1, 148)
  const groups = () => String(random.int(10, 99))
  const habits = [
    ['prompt', 60],
    ['normal', 30],
    ['late', 10],
  ] as const
  return {
    city,
    postalCode,
    street: /^(DE|CH|ES)$/.test(place.country) ? `${street} ${number}` : `${number} ${street}`,
    country: place.country,
    currency: place.currency,
    vatNumber: null as string | null,
    phone: random.chance(0.7)
      ? `${place.phonePrefix} ${groups()} ${groups()} ${groups()} ${groups()}`
      : null,
    language: random.chance(place.french) ? ('fr' as const) : ('en' as const),
    habit: random.weighted<Habit>(habits),
    gateway: random.chance(0.7) ? ('sandbox' as const) : ('bank_transfer' as const),
  }
}

/** Written as its country writes them; whether it exists nobody asks. */
function vatNumberOf(random: Random, country: string): string {
  const digits = (count: number) => Array.from({ length: count }, () => random.int(0, 9)).join('')
  switch (country) {
    case 'FR':
      return `FR${digits(2)}${digits(9)}`
    case 'BE':
      return `BE0${digits(9)}`
    case 'LU':
      return `LU${digits(8)}`
    case 'ES':
      return `ESB${digits(8)}`
    case 'CH':
      return `CHE-${digits(3)}.${digits(3)}.${digits(3)} TVA`
    default:
      return `${country}${digits(9)}`
  }
}

function free(taken: Set<string>, make: (attempt: number) => string): string {
  for (let attempt = 0; ; attempt++) {
    const wanted = make(attempt)
    if (taken.has(wanted)) continue
    taken.add(wanted)
    return wanted
  }
}

/** A buyer as a row; `number` says the how manieth customer of the company it is. */
export function customerRow(random: Random, buyer: Buyer, at: Instant) {
  const { contact: _c, habit: _h, gateway: _g, domain: _d, ...row } = buyer
  return {
    ...row,
    id: idAt(random, at),
    number: 0,
    notes: '',
    policy: {},
    holdUntil: null,
    heldForever: false,
    holdReason: null,
    creditPaysRenewals: false,
    createdAt: at,
    anonymisedAt: null,
    version: 1,
    search: '',
  }
}
