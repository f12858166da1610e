import type { NewSandboxResource } from '@berth/module-sandbox/provider'
import { eq } from 'drizzle-orm'
import { drift } from '../../src/features/drift/tables.ts'
import type { NewService } from '../../src/features/services/create.ts'
import { services } from '../../src/features/services/tables.ts'
import { startTestApp, type TestOptions } from '../app.ts'
import { makeProduct } from './catalog.ts'
import { ask } from './operation.ts'
import { makeServer } from './server.ts'
import { makeService, readService } from './service.ts'

export const PLAN = { name: 'tiny', memoryMb: 512, diskGb: 5, cpuCores: 1 }

/** An app with a sandbox server whose resources tests change behind everybody's back. */
export async function startDriftApp(options: TestOptions = {}) {
  const app = await startTestApp(options)
  const staff = await app.staff()
  const { server, provider } = await makeServer(app.ctx)
  const product = await makeProduct(app.ctx, {
    type: 'sandbox',
    moduleSettings: { memoryMb: 1024, diskGb: 10, cpuCores: 1 },
    serverGroupId: server.groupId,
  })

  /** A service of the product whose resource was made; the automation leaves it be. */
  async function delivered(more: Partial<NewService> = {}) {
    const { id } = await makeService(app, {
      ...{ type: 'sandbox', serverId: server.id, placeHeld: true, productId: product.product.id },
      ...{ expiresAt: app.clock.now() + 20 * 86_400_000, anchorDay: 1 },
      ...more,
    })
    await app.ctx.db.update(services).set({ automationPaused: true }).where(eq(services.id, id))
    const serverId = more.serverId ?? server.id
    await ask(app, { serviceId: id, serverId, kind: 'create', input: {} })
    await app.settle()
    return readService(app, id)
  }

  function control(method: string, path: string, body?: unknown) {
    const answer = provider.control({ method, path, body })
    if (answer.status >= 400) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`)
    return answer.body
  }

  // A provider that lets a key stand on several resources: the hard case.
  control('PATCH', 'behaviour', { uniqueKeys: false })

  return {
    ...{ app, staff, server, provider, product: product.product, delivered, control },
    /** Something that stands there without our doing. */
    resource(more: Partial<NewSandboxResource> = {}): { id: string } {
      const body = control('POST', 'resources', { name: 'stray', plan: PLAN, ...more })
      const [made] = (body as { items: { id: string }[] }).items
      if (!made) throw new Error('no resource made')
      return made
    },
    /** Changes the resource of a service on the server only. */
    behind(service: { resource: { remoteId: string } | null }, change: object): void {
      control('PATCH', `resources/${service.resource?.remoteId}`, change)
    },
    /** Takes it away on the server only. */
    vanish(service: { resource: { remoteId: string } | null }): void {
      control('DELETE', `resources/${service.resource?.remoteId}`)
    },
    /** Compares a server a moment later, and answers the report. */
    async look({ serverId = server.id, confirmed = false } = {}) {
      app.clock.set(app.clock.now() + 1000)
      const url = `/api/v1/admin/servers/${serverId}`
      const asked = await staff.post(`${url}/reconcile`, { confirmed })
      if (asked.status !== 202) throw new Error(JSON.stringify(asked.body))
      await app.settle()
      return (await staff.get(`${url}/reconciliations?limit=1`)).body.items[0]
    },
    /** Rows of the inbox. */
    async open(filters: Record<string, string> = {}) {
      const query = new URLSearchParams({ state: 'open', ...filters })
      return (await staff.get(`/api/v1/admin/drift?${query}`)).body.items
    },
    /** Kind and state of a service's rows, the oldest first. */
    async rowsOf(serviceId: string): Promise<[string, string][]> {
      const rows = await app.ctx.db
        .select()
        .from(drift)
        .where(eq(drift.serviceId, serviceId))
        .orderBy(drift.firstSeenAt, drift.kind)
      return rows.map(({ kind, state }) => [kind, state])
    },
    act: (row: { id: string }, verb: string, body: object = {}) =>
      staff.post(`/api/v1/admin/drift/${row.id}/${verb}`, body),
  }
}
