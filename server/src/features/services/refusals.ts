import { addDays } from '../../domain/calendar.ts'
import type { Instant } from '../../domain/instant.ts'
import {
  checkMove,
  type MoveName,
  type MoveRefusal,
  type MoveRequest,
  type SuspensionCause,
} from '../../domain/service-lifecycle.ts'
import { refused, type Verdict } from '../../platform/action.ts'
import type { Actor } from '../../platform/actor.ts'
import type { Text } from '../../platform/text.ts'
import { moveSubject, type ServiceSubject } from './subject.ts'

export const statusText = (status: string): Text => ({ key: `service.status.${status}` })
export const causeTexts = (causes: readonly SuspensionCause[]): Text[] =>
  causes.map((cause) => ({ key: `service.cause.${cause}` }))

/** The domain's answer in the house's words, or null when the move is allowed. */
export function moveRefused(
  name: MoveName,
  subject: ServiceSubject,
  request: Omit<MoveRequest, 'actor'> & { by: Actor },
): Verdict | null {
  const { by, ...rest } = request
  const answer = checkMove(name, moveSubject(subject), { ...rest, actor: moveActor(by) })
  return answer.allowed ? null : refusalVerdict(answer.refusal)
}

function refusalVerdict(refusal: MoveRefusal): Verdict {
  switch (refusal.code) {
    case 'not_permitted':
      return refused('not_allowed')
    case 'wrong_status':
      return refused('wrong_status', { status: statusText(refusal.status) })
    case 'causes_remain':
    case 'staff_cause':
      return refused(refusal.code, { causes: causeTexts(refusal.causes) })
    case 'disabled':
      return refused('disabled', { by: refusal.by })
    default:
      return refused(refusal.code)
  }
}

function moveActor(actor: Actor) {
  if (actor.kind === 'user') return 'customer' as const
  return actor.kind === 'automation' ? ('automation' as const) : ('staff' as const)
}

/** The moment used where only the menu asks and a form will bring the real one. */
export function tomorrow(subject: ServiceSubject, now: Instant): Instant {
  return addDays(now, 1, subject.zone)
}
