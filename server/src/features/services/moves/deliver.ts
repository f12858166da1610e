import type { Env } from '../../../context.ts'
import type { Tx } from '../../../platform/db.ts'
import { refuse } from '../../../platform/problem.ts'
import { type PlaceWish, reservePlaces } from '../../servers/places.ts'
import { changeServices } from '../change.ts'
import { confirmDelivered } from '../outcomes/delivered.ts'
import type { Service, ServiceSubject } from '../subject.ts'
import { carryOutMany } from './carry-out.ts'
import { type Many, type MoveMany, moveOne } from './many.ts'

type ManyDeliveries = readonly Many<null, ServiceSubject>[]

/** Asks for the resources to be made; a service without a server gets its place here. */
export const deliverServices: MoveMany<null, ServiceSubject> = async (tx, env, wanted) => {
  const isUnplaced = ({ subject: { service } }: ManyDeliveries[number]) =>
    service.serverId === null && env.ctx.modules.get(service.type)?.needsServer === true
  const placed = await placeServices(tx, env, wanted.filter(isUnplaced))
  const moves = wanted.map(({ subject, cause }) => {
    const service = placed.get(subject.service.id) ?? subject.service
    const intent = { kind: 'create' as const, input: {} }
    return { subject: { ...subject, service }, intent, cause }
  })
  return carryOutMany(tx, env, moves, confirmDelivered)
}

const deliverOne = moveOne(deliverServices)

export const deliverService = (tx: Tx, env: Env, subject: ServiceSubject) =>
  deliverOne(tx, env, subject, null)

/** 409 `no_place` when there are not enough for all. */
async function placeServices(
  tx: Tx,
  env: Env,
  unplaced: ManyDeliveries,
): Promise<Map<string, Service>> {
  const serverIds = new Map<string, string>()
  const groups = Map.groupBy(unplaced, ({ subject: { service, product } }) =>
    [service.type, product?.serverGroupId].join(),
  )
  for (const own of groups.values()) {
    const places = await reservePlaces(tx, wishOf(own), own.length)
    if (places.length < own.length) throw refuse('no_place')
    for (const [index, { subject }] of own.entries())
      serverIds.set(subject.service.id, places[index] ?? '')
  }
  const changed = await changeServices(
    tx,
    env,
    unplaced.map(({ subject: { service }, cause }) => ({
      ...{ service, cause, entry: { kind: 'service.placed' } },
      set: { serverId: serverIds.get(service.id), placeHeld: true },
    })),
  )
  return new Map(changed.map((service) => [service.id, service]))
}

/** What services of one type and group want alike. */
function wishOf([first]: ManyDeliveries): PlaceWish {
  const { service, product } = first?.subject ?? {}
  return { type: service?.type ?? '', serverGroupId: product?.serverGroupId ?? null }
}
