import type { SandboxOperation, SandboxResource } from '@berth/module-sandbox/provider'
import { eq } from 'drizzle-orm'
import type { OperationKind } from '../../src/domain/operation-lifecycle.ts'
import { services } from '../../src/features/services/tables.ts'
import type { TestApp } from '../app.ts'
import { ask, readOperation } from '../factories/operation.ts'
import { makeService, readService } from '../factories/service.ts'

const PLAN = { name: '1024 MiB / 10 GiB / 1', memoryMb: 1024, diskGb: 10, cpuCores: 1 }

/** What a kind of operation is tried with, and what it must have come to. */
interface KindTrait {
  kind: OperationKind
  /** The provider's operation that does it; the last one of several. */
  changes: SandboxOperation
  input: Record<string, unknown>
  /** What the service is before. */
  from: 'nothing' | 'active' | 'suspended' | 'foreign'
  status: 'active' | 'suspended' | 'terminated'
  /** What must be true of the one resource; null: there must be none. */
  resource: ((resource: SandboxResource) => boolean) | null
}

const END = { to: 'terminated', note: '', former: 'active' }
const runs = ({ running, suspended }: SandboxResource) => running && !suspended

/** Every kind of operation there is. */
export const KINDS: readonly KindTrait[] = [
  {
    kind: 'create',
    changes: 'create',
    input: {},
    from: 'nothing',
    status: 'active',
    resource: runs,
  },
  { kind: 'adopt', changes: 'adopt', input: {}, from: 'foreign', status: 'active', resource: runs },
  {
    ...{ kind: 'suspend', changes: 'suspend', input: {}, from: 'active', status: 'suspended' },
    resource: ({ suspended }) => suspended,
  },
  {
    ...{ kind: 'unsuspend', changes: 'unsuspend', input: {}, from: 'suspended', status: 'active' },
    resource: ({ suspended }) => !suspended,
  },
  {
    ...{ kind: 'terminate', changes: 'terminate', input: END, from: 'active' },
    ...{ status: 'terminated', resource: null },
  },
  {
    kind: 'redeliver',
    changes: 'create',
    input: END,
    from: 'active',
    status: 'active',
    resource: runs,
  },
  {
    ...{ kind: 'change_plan', changes: 'change_plan', input: {}, from: 'active' },
    ...{ status: 'active', resource: runs },
  },
  {
    kind: 'rename',
    changes: 'rename',
    input: {},
    from: 'active',
    status: 'active',
    resource: runs,
  },
  {
    ...{ kind: 'reinstall', changes: 'reinstall', input: { keepData: true }, from: 'active' },
    ...{ status: 'active', resource: runs },
  },
  {
    ...{ kind: 'reset_password', changes: 'reset_password', input: {}, from: 'active' },
    ...{ status: 'active', resource: runs },
  },
  {
    ...{ kind: 'power', changes: 'power', input: { signal: 'restart' }, from: 'active' },
    ...{ status: 'active', resource: runs },
  },
  {
    ...{ kind: 'change_owner', changes: 'change_owner', input: {}, from: 'active' },
    ...{ status: 'active', resource: runs },
  },
]

/** One kind tried on one service. */
export interface Try extends KindTrait {
  serviceId: string
}

/** What the provider is asked for behind everybody's back. */
export interface Planter {
  plant(resource: { name: string; plan: typeof PLAN }): Promise<string>
}

/** A service for each kind, in the state that the kind starts from; `settle` lets work be done. */
export async function makeTries(
  app: TestApp,
  { serverId, planter, settle }: { serverId: string; planter: Planter; settle(): Promise<void> },
): Promise<Try[]> {
  const tries: Try[] = []
  for (const trait of KINDS)
    tries.push({ ...trait, serviceId: await makeOne(app, serverId, trait, planter) })
  for (const kind of ['create', 'suspend'] as const) {
    for (const { serviceId, from } of tries) {
      const isWanted =
        kind === 'create' ? from === 'active' || from === 'suspended' : from === 'suspended'
      if (isWanted) await ask(app, { serviceId, serverId, kind, input: {} })
    }
    await settle()
  }
  return tries
}

async function makeOne(app: TestApp, serverId: string, { from }: KindTrait, planter: Planter) {
  const { id } = await makeService(app, { type: 'sandbox', serverId, placeHeld: true })
  const remoteId =
    from === 'foreign' ? await planter.plant({ name: `foreign ${id}`, plan: PLAN }) : null
  const resource = remoteId && { remoteId, data: {}, secrets: {}, connection: [] }
  await app.ctx.db
    .update(services)
    // The automation leaves it be: only what is asked for here is done.
    .set({ automationPaused: true, ...(resource ? { resource } : {}) })
    .where(eq(services.id, id))
  return id
}

/** Asks for every kind at once; answers the operations' ids by service. */
export async function askAll(app: TestApp, serverId: string, tries: readonly Try[]) {
  const asked = new Map<string, string>()
  for (const { serviceId, kind, input } of tries)
    asked.set(serviceId, await ask(app, { serviceId, serverId, kind, input }))
  return asked
}

/** What became of one try: nothing to say when it was done exactly once. */
export async function verdict(
  app: TestApp,
  { serviceId, status, resource }: Try,
  operationId: string,
  resourcesOf: (key: string) => Promise<SandboxResource[]>,
): Promise<string> {
  const operation = await readOperation(app, operationId)
  const service = await readService(app, serviceId)
  const there = await resourcesOf(serviceId)
  const wrong = [
    operation.state === 'succeeded'
      ? ''
      : `operation ${operation.state}: ${operation.errorMessage}`,
    service.status === status ? '' : `service ${service.status}`,
    there.length === (resource ? 1 : 0) ? '' : `${there.length} resources`,
    there.every((one) => resource?.(one) ?? true) ? '' : 'resource in the wrong state',
    !resource || there[0]?.id === service.resource?.remoteId
      ? ''
      : 'the books name another resource',
  ]
  return wrong.filter((words) => words !== '').join(', ')
}
