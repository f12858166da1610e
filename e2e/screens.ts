import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { planRoutes } from '../web/src/router-plan.ts'
import type { Instance } from './instance.ts'
import type { StaffApi } from './staff-api.ts'

const ROUTES = fileURLToPath(new URL('../web/src/routes', import.meta.url))

/** Who looks at a screen. */
export type Looker = 'visitor' | 'staff' | 'customer'

export interface Screen {
  /** With its parameters filled in: `/admin/services/0198…/edit`. */
  path: string
  /** As the router knows it: `/admin/services/$serviceId/edit`. */
  route: string
  looker: Looker
}

/** Where an example of a parameter is found; a screen without one fails its test. */
const EXAMPLES: Record<string, (api: { staff: StaffApi; client: StaffApi }) => Promise<string>> = {
  'admin.serviceId': ({ staff }) => firstId(staff, '/admin/services?status=active&type=sandbox'),
  'admin.documentId': ({ staff }) => firstId(staff, '/admin/documents'),
  'admin.orderId': ({ staff }) => firstId(staff, '/admin/orders'),
  'admin.customerId': ({ staff }) => firstId(staff, '/admin/customers'),
  'admin.productId': ({ staff }) => firstId(staff, '/admin/products'),
  'admin.serverId': ({ staff }) => firstId(staff, '/admin/servers'),
  'admin.operationId': ({ staff }) => firstId(staff, '/admin/operations'),
  'admin.mailId': ({ staff }) => firstId(staff, '/admin/mails'),
  'admin.batchId': ({ staff }) => firstId(staff, '/admin/batches'),
  'admin.driftBatchId': ({ staff }) => firstId(staff, '/admin/drift/batches'),
  'admin.importId': ({ staff }) => firstId(staff, '/admin/imports'),
  'admin.couponId': ({ staff }) => firstId(staff, '/admin/coupons'),
  'admin.gatewayId': async () => 'stripe',
  'admin.template': async () => 'service_suspended',
  'admin.endpointId': async ({ staff }) => (await exampleWebhook(staff)).id,
  'admin.deliveryId': async ({ staff }) => {
    const { id } = await exampleWebhook(staff)
    const made = await staff.post<{ deliveryId: string }>(`/admin/webhooks/${id}/test`, {})
    return made.deliveryId
  },
  'admin.runId': ({ staff }) => firstId(staff, '/admin/automation/runs'),
  'admin.section': async () => 'services',
  'admin.tab': async () => 'usage',
  'client.serviceId': ({ client }) => firstId(client, '/client/services?status=active'),
  'client.documentId': ({ client }) => firstId(client, '/client/documents'),
  'client.orderId': ({ client }) => firstId(client, '/client/orders'),
  'client.tab': async () => 'usage',
  'shop.slug': async () => 'vps',
  'shop.productId': ({ staff }) => firstId(staff, '/admin/products'),
}

/** An endpoint that the sample data does not have; nothing is reached by its name. */
async function exampleWebhook(staff: StaffApi): Promise<{ id: string }> {
  const { items } = await staff.get<{ items: { id: string }[] }>('/admin/webhooks')
  const body = { name: 'Example', url: 'https://receiver.invalid/hook', events: ['*'] }
  return items[0] ?? staff.post<{ id: string }>('/admin/webhooks', body)
}

async function firstId(api: StaffApi, path: string): Promise<string> {
  const { items } = await api.get<{ items: { id: string }[] }>(path)
  const id = items[0]?.id
  if (!id) throw new Error(`nothing at ${path} to look at`)
  return id
}

/** Every page of the web app, its parameters filled with what the sample data holds. */
export async function allScreens(api: { staff: StaffApi; client: StaffApi }): Promise<Screen[]> {
  const files = readdirSync(ROUTES, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.tsx'))
    .sort()
  const routes = planRoutes(Object.fromEntries(files.map((file) => [`routes/${file}`, null])))
  const known = new Map<string, string>()
  const screens: Screen[] = []
  for (const { path: route, frame } of routes) {
    if (route.endsWith('/$')) continue
    const area = route.split('/')[1] ?? ''
    let path = route
    for (const [whole, name] of route.matchAll(/\$(\w+)/g)) {
      const key = `${area}.${name}`
      const example = EXAMPLES[key]
      if (!example) throw new Error(`${route}: no example of ${key}`)
      const value = known.get(key) ?? (await example(api))
      known.set(key, value)
      path = path.replace(whole, value)
    }
    const looker = frame === 'bare' ? 'visitor' : area === 'admin' ? 'staff' : 'customer'
    screens.push({ path: path || '/', route: route || '/', looker })
  }
  return screens
}

/** Fills a fresh instance with an imaginary hosting company. */
export async function loadSampleData({ url }: Instance): Promise<void> {
  const response = await fetch(`${url}/api/v1/sandbox/sample-data`, { method: 'POST' })
  if (!response.ok) throw new Error(`sample data: ${response.status} ${await response.text()}`)
}
