import type { Env } from '../../context.ts'
import type { Tx } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import { type FieldError, Problem } from '../../platform/problem.ts'
import { inTransaction, violatedConstraint } from '../../platform/transaction.ts'
import { fieldError } from '../catalog/texts.ts'
import { lockCustomers } from '../customers/lock-customers.ts'
import { requestOperation } from '../operations/request.ts'
import { takePlace } from '../servers/places.ts'
import { createServices, type NewService } from '../services/create.ts'
import { planNewService } from '../services/plan-new-service.ts'
import type { Service } from '../services/subject.ts'
import { formerIds, linkedServices } from './linked.ts'
import type { ImportRowBody, NewImportBody } from './schemas.ts'
import { importRows, imports } from './tables.ts'

/**
 * Makes one service per resource, `pending` until its resource carries our key, all or none. 422
 * naming every wrong field of every row; 409 `resource_linked` naming the rows whose resource a
 * service has already, also when two members of staff import it at once.
 */
export async function requestImport(env: Env, wanted: NewImportBody): Promise<string> {
  try {
    return await inTransaction(env.ctx, (tx) => writeImport(tx, env, wanted))
  } catch (error) {
    // Somebody else took one of them a moment before: asked again, it is seen which.
    if (violatedConstraint(error) !== 'services_one_per_resource') throw error
    return inTransaction(env.ctx, (tx) => writeImport(tx, env, wanted))
  }
}

/** The import in the caller's transaction. Answers its id. */
export async function writeImport(tx: Tx, env: Env, { rows }: NewImportBody): Promise<string> {
  await lockCustomers(
    tx,
    rows.map(({ customerId }) => customerId),
  )
  const planned = await planRows(tx, env, rows)
  await refuseLinked(tx, rows)
  const made = await makeServices(tx, env, rows, planned)
  const importId = newId()
  const { actor, now } = env
  await tx.insert(imports).values({
    id: importId,
    requestedBy: { kind: actor.kind, id: actor.id, name: actor.name },
    createdAt: now,
  })
  const written: (typeof importRows.$inferInsert)[] = []
  for (const [position, service] of made.entries()) {
    const row = rows[position]
    if (!row) throw new Error('more services than rows')
    const { serverId, remoteId } = row
    await takePlace(tx, serverId)
    const { operationId } = await requestOperation(tx, env, {
      serviceId: service.id,
      serverId,
      kind: 'adopt',
      input: { importId },
    })
    written.push({
      ...{ id: newId(), importId, position, operationId, serverId, remoteId },
      ...{ serviceId: service.id, customerId: service.customerId, productId: service.productId },
      ...{ type: service.type, name: service.name, state: 'running' as const },
    })
  }
  await tx.insert(importRows).values(written)
  return importId
}

/** The services that the rows become; every wrong field of every row otherwise. */
async function planRows(tx: Tx, env: Env, rows: readonly ImportRowBody[]): Promise<NewService[]> {
  const planned: NewService[] = []
  const errors: FieldError[] = []
  const seen = new Set<string>()
  for (const [position, row] of rows.entries()) {
    const { remoteId, ...service } = row
    const wrong: FieldError[] = []
    const place = `${row.serverId} ${remoteId}`
    if (seen.has(place)) wrong.push(fieldError('/remoteId', 'chosen_twice'))
    seen.add(place)
    const plan = await planNewService(tx, env, { ...service, deliver: false }, { imported: true })
    if (!plan.ok) wrong.push(...plan.errors)
    else if (env.ctx.modules.get(plan.service.type)?.adopt === undefined)
      wrong.push(fieldError('/type', 'cannot_adopt'))
    else planned.push(plan.service)
    errors.push(
      ...wrong.map((error) => ({ ...error, pointer: `/rows/${position}${error.pointer}` })),
    )
  }
  if (errors.length > 0) throw new Problem('invalid', { errors })
  return planned
}

async function refuseLinked(tx: Tx, rows: readonly ImportRowBody[]): Promise<void> {
  const errors: FieldError[] = []
  for (const [serverId, own] of Map.groupBy(rows, (row) => row.serverId)) {
    const linked = await linkedServices(
      tx,
      serverId,
      own.map(({ remoteId }) => remoteId),
    )
    for (const row of own) {
      const service = linked.get(row.remoteId)
      if (!service) continue
      const { number, name } = service
      const pointer = `/rows/${rows.indexOf(row)}/remoteId`
      const detail = { key: 'problem.linked_to', params: { number: String(number), name } }
      errors.push({ pointer, code: 'resource_linked', detail })
    }
  }
  if (errors.length > 0) throw new Problem('resource_linked', { errors })
}

async function makeServices(
  tx: Tx,
  env: Env,
  rows: readonly ImportRowBody[],
  planned: readonly NewService[],
): Promise<Service[]> {
  const former = new Map<string, Map<string, string>>()
  for (const [serverId, own] of Map.groupBy(rows, (row) => row.serverId)) {
    const remoteIds = own.map(({ remoteId }) => remoteId)
    former.set(serverId, await formerIds(tx, serverId, remoteIds))
  }
  const wanted = planned.map((service, position) => {
    const { serverId = '', remoteId = '' } = rows[position] ?? {}
    return {
      ...service,
      id: former.get(serverId)?.get(remoteId),
      resource: { remoteId, data: {}, secrets: {}, connection: [] },
      placeHeld: true,
    }
  })
  return createServices(tx, env, wanted)
}
