import { changeService } from '../change.ts'
import { reportedResource, settlement } from './settle.ts'

/** An operation that changes the resource and not the status. */
function resourceChanged(kind: string) {
  return settlement(async (tx, env, { service }, { report }) => {
    await changeService(tx, env, service, {
      set: reportedResource(env, service, report),
      entry: { kind },
    })
  })
}

export const planChanged = resourceChanged('service.plan_changed')
export const resourceRenamed = resourceChanged('service.resource_renamed')
export const reinstalled = resourceChanged('service.reinstalled')
export const passwordReset = resourceChanged('service.password_reset')
export const powered = resourceChanged('service.power_changed')
export const ownerChanged = resourceChanged('service.owner_changed')
