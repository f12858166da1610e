/** What of a service's history is shown; all of it stands in the address. */
export interface HistoryFilter {
  actorKind: string | null
  /** `service.` and the verb. */
  kind: string | null
  /** Calendar days of the reader's own zone, the last one included. */
  from: string | null
  to: string | null
}

export const ACTOR_KINDS = ['staff', 'user', 'api_key', 'automation', 'gateway', 'system'] as const
type ActorKind = (typeof ACTOR_KINDS)[number]

const DAY = /^\d{4}-\d{2}-\d{2}$/

/** The filter in an address; what makes no sense there is left out. */
export function readHistoryFilter(search: Record<string, unknown>): HistoryFilter {
  const text = (name: string) => (typeof search[name] === 'string' ? search[name] : null)
  const day = (name: string) => {
    const value = text(name)
    return value && DAY.test(value) && !Number.isNaN(Date.parse(value)) ? value : null
  }
  const actorKind = text('actorKind')
  const kind = text('kind')
  return {
    actorKind: ACTOR_KINDS.some((one) => one === actorKind) ? actorKind : null,
    kind: kind?.startsWith('service.') ? kind : null,
    from: day('from'),
    to: day('to'),
  }
}

export const isFiltered = (filter: HistoryFilter) =>
  Object.values(filter).some((value) => value !== null)

/** As the API takes it: days become the moments between which they lie. */
export function toHistoryQuery({ actorKind, kind, from, to }: HistoryFilter) {
  return {
    ...(actorKind ? { actorKind: actorKind as ActorKind } : {}),
    ...(kind ? { kind } : {}),
    ...(from ? { from: midnight(from, 0) } : {}),
    ...(to ? { to: midnight(to, 1) } : {}),
  }
}

/** The beginning of a day, or of one some days later; days are not all 24 hours long. */
function midnight(day: string, later: number): string {
  const at = new Date(`${day}T00:00`)
  at.setDate(at.getDate() + later)
  return at.toISOString()
}
