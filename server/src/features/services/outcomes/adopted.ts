import type { Env } from '../../../context.ts'
import { toIso } from '../../../domain/instant.ts'
import { adoptedAs } from '../../../domain/service-lifecycle.ts'
import { emit } from '../../../platform/events.ts'
import { changeService, type ServiceChanges } from '../change.ts'
import { reportedResource, settlement } from './settle.ts'

/**
 * adopt: the resource carries our key from here on. A service that was made for it starts in what
 * was observed on the server; no mail is written, as the customer has had it all along.
 */
export const adopted = settlement(async (tx, env, { service }, { report }) => {
  const isNew = service.status === 'pending'
  const suspendedThere = report.observed === 'suspended'
  await changeService(tx, env, service, {
    set: {
      ...reportedResource(env, service, report),
      ...(isNew ? startColumns(env, suspendedThere) : {}),
    },
    entry: { kind: 'service.adopted' },
  })
  emit(tx, 'service.adopted', [{ serviceId: service.id }])
})

function startColumns({ actor, now }: Env, suspendedThere: boolean): ServiceChanges {
  const { status, cause } = adoptedAs(suspendedThere)
  const start = { status, deliveredAt: now }
  if (cause === null) return start
  const by = { kind: actor.kind, id: actor.id, name: actor.name }
  const entry = { cause, note: '', message: '', since: toIso(now), by }
  return { ...start, suspensions: [entry], suspendedAt: now }
}
