import { api, read, send } from '../../api/client.ts'
import type { paths } from '../../api/schema.d.ts'
import type { BrakedStep } from './brake-types.ts'

type Paths = '/api/v1/admin/automation/brake/held'
type HeldQuery = NonNullable<paths[Paths]['get']['parameters']['query']>
type Outcome =
  paths['/api/v1/admin/automation/brake/approvals']['post']['responses'][200]['content']['application/json']

const BRAKE = '/api/v1/admin/automation/brake'

/** What is meant: these services, or all of a step that fit; without a filter all of it. */
export type BrakeSelect = { serviceIds: string[] } | { filters: Record<string, string> }

/** What staff say to a list; with another number of services than expected nothing is done. */
export type BrakeBody = BrakeSelect & { step: BrakedStep; expectedCount: number; note: string }

export const readBrake = () => read(api.GET(BRAKE))

export const listHeld = (query: Record<string, string>) =>
  read(api.GET(`${BRAKE}/held`, { params: { query: query as HeldQuery } }))

export const listAnswers = () => read(api.GET(`${BRAKE}/answers`))

export const listDropped = () => read(api.GET(`${BRAKE}/dropped`))

export const approveHeld = (body: BrakeBody, idempotencyKey: string) =>
  send<Outcome>({ method: 'POST', url: `${BRAKE}/approvals`, body, idempotencyKey })

export const refuseHeld = (body: BrakeBody & { until: string | null }, idempotencyKey: string) =>
  send<Outcome>({ method: 'POST', url: `${BRAKE}/refusals`, body, idempotencyKey })
