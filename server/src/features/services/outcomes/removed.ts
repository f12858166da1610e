import { releasePlace } from '../../servers/places.ts'
import { changeService } from '../change.ts'
import { type EndFacts, finishEnd } from '../finish-end.ts'
import { settlement } from './settle.ts'

/** terminate: the resource is confirmed gone; the service ends, if it had not ended by force. */
export const removed = settlement(async (tx, env, { service }, { operation }) => {
  if (service.endedAt === null) {
    const { to, note, notify } = operation.input as unknown as EndFacts
    const ended = await finishEnd(tx, env, service, { to, note, notify, removed: true })
    await changeService(tx, env, ended, {
      set: { resource: null },
      entry: { kind: 'service.removal_confirmed' },
    })
    return
  }
  if (service.placeHeld && service.serverId !== null) await releasePlace(tx, service.serverId)
  await changeService(tx, env, service, {
    set: { resource: null, removedAt: env.now, placeHeld: false },
    entry: { kind: 'service.removal_confirmed' },
  })
})
