import type { ServicePage } from '../services/service-requests.ts'

/** What somebody might do with a service, as the form holds it. */
export interface Supposed {
  do: SupposedAct
  days: number
  when: 'end_of_period' | 'now'
  /** Calendar day of the reader's own zone; empty is open-ended. */
  until: string
}

export type SupposedAct =
  | 'nothing'
  | 'pay'
  | 'add_days'
  | 'cancel'
  | 'undo_cancellation'
  | 'hold'
  | 'release'

export const NOTHING: Supposed = { do: 'nothing', days: 7, when: 'end_of_period', until: '' }

/** What can be asked about: what is so already is asked the other way round. */
export function supposedActs(
  service: Pick<ServicePage, 'cancellationScheduled' | 'hold'>,
): SupposedAct[] {
  return [
    'nothing',
    'pay',
    'add_days',
    service.cancellationScheduled ? 'undo_cancellation' : 'cancel',
    service.hold ? 'release' : 'hold',
  ]
}

/** The question as the API takes it. */
export function toSupposition({ do: act, days, when, until }: Supposed) {
  switch (act) {
    case 'add_days':
      return { do: act, days }
    case 'cancel':
      return { do: act, when }
    case 'hold':
      return { do: act, until: until ? new Date(`${until}T12:00`).toISOString() : null }
    default:
      return { do: act }
  }
}

/** The action that does it, and what its form begins with. */
export function actOf(
  supposed: Supposed,
): { verb: string; initial: Record<string, unknown> } | null {
  const { do: act, days, when } = supposed
  switch (act) {
    case 'nothing':
      return null
    case 'pay':
      return { verb: 'renew', initial: {} }
    case 'add_days':
      return { verb: act, initial: { days } }
    case 'cancel':
      return { verb: act, initial: { when } }
    case 'hold': {
      const { until } = toSupposition(supposed) as { until: string | null }
      return { verb: act, initial: until ? { until } : {} }
    }
    default:
      return { verb: act, initial: {} }
  }
}
