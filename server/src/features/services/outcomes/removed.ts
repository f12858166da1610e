import { changeServices } from '../change.ts'
import { type EndFacts, finishEnds, releasePlaces } from '../finish-end.ts'
import type { EndingRow } from '../read-ending.ts'
import { type Confirmed, type SucceededMany, settlementOfMany } from './settle.ts'

interface Removed {
  service: EndingRow
}

/** terminate: the resource is confirmed gone; the service ends, if it had not ended by force. */
export const confirmRemoved: SucceededMany<Removed> = async (tx, env, confirmed) => {
  const isEnding = ({ subject }: Confirmed<Removed>) => subject.service.endedAt === null
  const ending = confirmed.filter(isEnding)
  const ended = confirmed.filter((one) => !isEnding(one))
  const services = await finishEnds(
    tx,
    env,
    ending.map(({ subject: { service }, operation, cause }) => {
      const { to, note, notify } = operation.input as unknown as EndFacts
      return { service, end: { to, note, notify, removed: true }, cause }
    }),
  )
  await releasePlaces(
    tx,
    ended.map(({ subject }) => subject.service),
  )
  const entry = { kind: 'service.removal_confirmed' }
  await changeServices(tx, env, [
    ...services.map((service, index) => {
      return { service, cause: ending[index]?.cause, set: { resource: null }, entry }
    }),
    ...ended.map(({ subject: { service }, cause }) => {
      return {
        service,
        cause,
        set: { resource: null, removedAt: env.now, placeHeld: false },
        entry,
      }
    }),
  ])
}

export const removed = settlementOfMany(confirmRemoved)
