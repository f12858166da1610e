import { eq } from 'drizzle-orm'
import { fromIso } from '../../../domain/instant.ts'
import { nextPeriodTotal } from '../../../domain/period-price.ts'
import { taxDocument } from '../../../domain/tax.ts'
import { say } from '../../../platform/text.ts'
import { customers } from '../../customers/tables.ts'
import { rateOf } from '../../documents/document-totals.ts'
import { readInvoicing } from '../../documents/invoicing-settings.ts'
import { loadServices, type Service } from '../../services/subject.ts'
import {
  type Correspondent,
  correspondent,
  type Desk,
  ORDER_PATH,
  servicePath,
  type Writer,
} from './writer.ts'

interface Found {
  service: Service
  who: Correspondent
  /** What a period costs with tax, as a document of today would have it. */
  costs(service: Service): string
}

async function find(desk: Desk, serviceId: unknown): Promise<Found | null> {
  if (typeof serviceId !== 'string') return null
  const subject = (await loadServices(desk.tx, [serviceId], desk.now)).get(serviceId)
  const who = subject && (await correspondent(desk, subject.service.customerId))
  if (!subject || !who || subject.service.endedAt !== null) return null
  const settings = await readInvoicing(desk.tx)
  const [customer] = await desk.tx.select().from(customers).where(eq(customers.id, who.customer.id))
  if (!customer) return null
  const { rateBasisPoints } = rateOf(customer, settings)
  const costs = (service: Service) => {
    const line = { amount: nextPeriodTotal(service), rateBasisPoints }
    const { gross } = taxDocument([line], settings.invoicing.taxMode)
    return who.words.money(gross, service.currency)
  }
  return { service: subject.service, who, costs }
}

const shared = ({ service, who }: Found) => ({
  service: service.name,
  expiresOn: who.words.day(service.expiresAt),
  cycle: say(`service.cycle.${service.cycle}`, who.words.language),
  link: who.link(servicePath(service.id)),
  orderLink: who.link(ORDER_PATH),
})

/** What is planned is read anew: a plan that was taken back meanwhile is not announced. */
const planned: Writer = async (desk, { serviceId, amount, from }) => {
  const found = await find(desk, serviceId)
  const plan = found?.service.plannedPrice
  if (!found || !plan || plan.amount !== amount || plan.from !== from) return []
  const { service, who, costs } = found
  const facts = {
    ...shared(found),
    fromOn: who.words.day(fromIso(plan.from) ?? desk.now),
    oldPrice: costs(service),
    newPrice: costs({ ...service, price: BigInt(plan.amount) }),
  }
  const key = `service_price_changes:${service.id}:${plan.amount}:${plan.from}:${service.version}`
  const serviceIds = [service.id]
  return [{ key, template: 'service_price_changes', to: who.to, facts, serviceIds }]
}

const undone: Writer = async (desk, { serviceId }) => {
  const found = await find(desk, serviceId)
  if (!found || found.service.plannedPrice) return []
  const { service, who, costs } = found
  const facts = { ...shared(found), price: costs(service) }
  const key = `service_price_stays:${service.id}:${service.version}`
  return [{ key, template: 'service_price_stays', to: who.to, facts, serviceIds: [service.id] }]
}

export const priceWriters: Record<string, Writer> = {
  'service.price_planned': planned,
  'service.price_change_undone': undone,
}
