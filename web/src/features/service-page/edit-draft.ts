import type { ServicePage } from '../services/service-requests.ts'

/** What staff may write of a service, as the form holds it. */
export interface EditDraft {
  name: string
  description: string
  notes: string
  /** ISO instant; null is for life. */
  expiresAt: string | null
  cycle: string
  currency: string
  /** Minor units as text; null while it is no amount. */
  price: string | null
  initialPrice: string | null
  /** Null is unlimited. */
  maxRenewals: number | null
}

export type EditField = keyof EditDraft

type Stored = Pick<
  ServicePage,
  | 'name'
  | 'description'
  | 'notes'
  | 'expiresAt'
  | 'cycle'
  | 'price'
  | 'initialPrice'
  | 'maxRenewals'
>

/** The form of a service as it is stored. */
export function draftOf(service: Stored): EditDraft {
  const { name, description, notes, expiresAt, cycle, price, initialPrice, maxRenewals } = service
  return {
    ...{ name, description, notes, expiresAt, cycle, maxRenewals },
    currency: price.currency,
    price: price.amount,
    initialPrice: initialPrice.amount,
  }
}

/** The fields in which two drafts differ. */
export function differing(a: EditDraft, b: EditDraft): EditField[] {
  return (Object.keys(a) as EditField[]).filter((field) => a[field] !== b[field])
}

/** Whether every amount is one. */
export const isWhole = (draft: EditDraft) => draft.price !== null && draft.initialPrice !== null

/** The body of the request: what was changed and nothing else, so that nobody's work is undone. */
export function toChanges(base: EditDraft, draft: EditDraft): Record<string, unknown> {
  const changed = new Set(differing(base, draft))
  const money = (amount: string | null) => ({ amount: amount ?? '0', currency: draft.currency })
  const movesCurrency = changed.has('currency')
  const body: Record<string, unknown> = {}
  for (const field of changed) {
    if (field !== 'price' && field !== 'initialPrice') body[field] = draft[field]
  }
  if (changed.has('price') || movesCurrency) body.price = money(draft.price)
  if (changed.has('initialPrice') || movesCurrency) body.initialPrice = money(draft.initialPrice)
  return body
}

export interface Rebased {
  draft: EditDraft
  /** Fields that somebody else changed and that nothing was typed in: they follow. */
  followed: EditField[]
  /** Fields that both changed, to different values: what was typed stays until one decides. */
  conflicts: EditField[]
}

/** What was typed, on top of what somebody else has saved in the meantime. */
export function rebase(base: EditDraft, draft: EditDraft, theirs: EditDraft): Rebased {
  const typed = new Set(differing(base, draft))
  const saved = differing(base, theirs)
  const followed = saved.filter((field) => !typed.has(field))
  const conflicts = saved.filter((field) => typed.has(field) && draft[field] !== theirs[field])
  const next = { ...draft }
  for (const field of followed) take(next, theirs, field)
  return { draft: next, followed, conflicts }
}

/** One field of another draft. */
export function withField<Field extends EditField>(
  draft: EditDraft,
  from: EditDraft,
  field: Field,
): EditDraft {
  const next = { ...draft }
  take(next, from, field)
  return next
}

function take<Field extends EditField>(into: EditDraft, from: EditDraft, field: Field): void {
  into[field] = from[field]
}
