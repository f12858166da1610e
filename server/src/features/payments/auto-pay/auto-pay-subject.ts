import type { Instant } from '../../../domain/instant.ts'
import type { SubjectKind } from '../../../platform/action.ts'
import type { Db, Tx } from '../../../platform/db.ts'
import { type ServiceSubject, serviceSubject } from '../../services/subject.ts'
import { openMethods } from '../methods/queries.ts'
import type { PaymentMethod } from '../methods/store-method.ts'

/** A service with the ways its customer can be charged. */
export interface AutoPaySubject extends ServiceSubject {
  /** The default first. */
  methods: readonly PaymentMethod[]
}

async function load(
  db: Db | Tx,
  ids: readonly string[],
  now: Instant,
): Promise<Map<string, AutoPaySubject>> {
  const subjects = await serviceSubject.load(db, ids, now)
  const owners = [...new Set([...subjects.values()].map(({ service }) => service.customerId))]
  const methods = await openMethods(db, owners)
  return new Map(
    [...subjects].map(([id, subject]) => [
      id,
      { ...subject, methods: methods.get(subject.service.customerId) ?? [] },
    ]),
  )
}

export const autoPaySubject: SubjectKind<AutoPaySubject> = { ...serviceSubject, load }
