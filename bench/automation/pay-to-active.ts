import { setTimeout as sleep } from 'node:timers/promises'
import { openSecrets } from '../../server/src/platform/secrets.ts'
import { signWebhook } from '../../server/src/platform/webhook-signature.ts'
import { type Api, apiOf } from '../api.ts'
import { print, progress, quantile, rounded } from '../figure.ts'
import { ours, startProgram } from '../program.ts'
import type { AutomationBench } from './part.ts'

const PER_SECOND = 50
const SECONDS = 12
/** The first ones warm up: compiled code, connections, plans. */
const WARM_UP = 50
const GIVE_UP_MS = 120_000
const euros = (amount: string) => ({ amount, currency: 'EUR' })

/** An order that waits for its money. */
interface Awaited {
  documentId: string
  serviceId: string
  reference: string
  amount: string
  sentAt: number
}

/**
 * From the gateway's notice of a payment to the service being active on the sandbox provider, at so
 * many payments per second, with web and worker in one process.
 */
export async function measurePayToActive(bench: AutomationBench): Promise<void> {
  const berth = await startProgram({ args: ours('server/src/main.ts'), env: bench.env })
  try {
    const api = apiOf(berth.url, bench.cookie)
    const orders = await placeOrders(bench, api, WARM_UP + PER_SECOND * SECONDS)
    progress(`${orders.length} orders wait for their payment`)
    await pay(berth.url, bench.env.BERTH_SECRET_KEY ?? '', orders)
    const doneAt = await untilDelivered(bench, orders)
    const latencies = orders
      .slice(WARM_UP)
      .map(({ serviceId, sentAt }) => (doneAt.get(serviceId) ?? 0) - sentAt)
    print({
      ...{ name: 'pay_to_active', size: null, n: latencies.length, value: null, unit: 'ms' },
      ...{ p50: rounded(quantile(latencies, 0.5)), p99: rounded(quantile(latencies, 0.99)) },
      ...{ limit: null, ratio: null },
      of: `no limit: nothing else does the same; from the signed notice to the operation that succeeded on the sandbox provider, ${PER_SECOND} per second`,
    })
  } finally {
    await berth.stop()
  }
}

async function placeOrders({ client }: AutomationBench, api: Api, count: number) {
  const { items } = await api<{ items: { id: string; name: string }[] }>('GET', 'server-groups')
  const serverGroupId = items.find(({ name }) => name === 'Sandbox')?.id
  const servers = await api<{ items: { id: string }[] }>('GET', 'servers')
  for (const { id } of servers.items) await api('PATCH', `servers/${id}`, { concurrency: 32 })
  const group = await api<{ id: string }>('POST', 'product-groups', {
    ...{ slug: 'bench', name: { en: 'Bench', fr: 'Bench' } },
  })
  const product = await api<{ id: string }>('POST', 'products', {
    ...{ groupId: group.id, name: { en: 'Bench', fr: 'Bench' }, type: 'sandbox', serverGroupId },
    moduleSettings: { memoryMb: 512, diskGb: 5, cpuCores: 1 },
    prices: [{ cycle: 'monthly', price: euros('1000') }],
  })
  const customer = await api<{ id: string }>('POST', 'customers', {
    ...{ kind: 'business', name: 'Bench', email: 'buyer@bench.example', currency: 'EUR' },
    ...{ country: 'FR', language: 'en' },
  })
  const orders: Awaited[] = []
  for (let at = 0; at < count; at++) {
    const placed = await api<{ documentId: string; serviceIds: string[] }>('POST', 'orders', {
      customerId: customer.id,
      items: [{ productId: product.id, cycle: 'monthly' }],
    })
    const [serviceId = ''] = placed.serviceIds
    const reference = `bench-${at}`
    const { rows } = await client.query<{ amount: string }>(
      `insert into payment_intents (id, document_id, customer_id, gateway, reference, amount, currency, state, created_at)
      select gen_random_uuid(), id, customer_id, 'sandbox', $2, gross, currency, 'open', now()
      from documents where id = $1 returning amount::text as amount`,
      [placed.documentId, reference],
    )
    const { documentId } = placed
    orders.push({ documentId, serviceId, reference, amount: rows[0]?.amount ?? '0', sentAt: 0 })
  }
  return orders
}

/** At an even pace; nobody waits for an answer. */
async function pay(url: string, secretKey: string, orders: Awaited[]): Promise<void> {
  const key = openSecrets(secretKey).key('sandbox-gateway')
  const startedAt = performance.now()
  const answers: Promise<void>[] = []
  for (const [index, order] of orders.entries()) {
    const dueAt = startedAt + (index * 1000) / PER_SECOND
    await sleep(Math.max(0, dueAt - performance.now()))
    answers.push(send(url, key, order))
  }
  await Promise.all(answers)
}

async function send(url: string, key: Buffer, order: Awaited): Promise<void> {
  const at = Math.floor(performance.timeOrigin + performance.now())
  const body = JSON.stringify({
    ...{ type: 'payment.paid', reference: `paid-${order.reference}` },
    ...{ intentReference: order.reference, amount: euros(order.amount) },
  })
  const headers = { ...signWebhook(key, { id: `event-${order.reference}`, at, body }) }
  order.sentAt = at
  const response = await fetch(`${url}/api/v1/hooks/sandbox`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body,
  })
  if (!response.ok) throw new Error(`the notice: ${await response.text()}`)
}

/** When each service's creation had succeeded. */
async function untilDelivered({ client }: AutomationBench, orders: readonly Awaited[]) {
  const ids = orders.map(({ serviceId }) => serviceId)
  const giveUpAt = performance.now() + GIVE_UP_MS
  for (;;) {
    const { rows } = await client.query<{ id: string; at: Date }>(
      `select o.service_id as id, o.settled_at as at from operations o
      where o.service_id = any($1::uuid[]) and o.kind = 'create' and o.state = 'succeeded'`,
      [ids],
    )
    if (rows.length === ids.length) return new Map(rows.map(({ id, at }) => [id, at.getTime()]))
    if (performance.now() > giveUpAt)
      throw new Error(`only ${rows.length} of ${ids.length} services were delivered`)
    await sleep(200)
  }
}
