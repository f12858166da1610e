import type { FormValues } from '../../ui/form/schema-values.ts'
import type { PolicyValues } from '../policy/policy-fields.ts'
import type {
  ImportBody,
  ImportRow,
  Prefill,
  ResourceRow,
  ServiceBody,
} from './new-service-requests.ts'

type Cycle = Prefill['cycle']

/**
 * What staff typed so far. Whatever is not in it stays as the server prefilled it, so that another
 * cycle or product brings its own price and expiry unless staff typed one.
 */
export interface Typed {
  name?: string
  description?: string
  notes?: string
  cycle?: Cycle
  currency?: string
  /** ISO instant; null: none. */
  expiresAt?: string | null
  /** Minor units; null: emptied. */
  price?: string | null
  initialPrice?: string | null
  maxRenewals?: number | null
  policy?: PolicyValues
  metadata?: Record<string, string>
  /** By type: another type's module asks for other things. */
  orderData?: Record<string, FormValues>
  deliver?: boolean
  confirmPast?: boolean
}

export interface Fields {
  name: string
  description: string
  notes: string
  cycle: Cycle
  expiresAt: string | null
  price: string | null
  /** Null: the same as the price. */
  initialPrice: string | null
  maxRenewals: number | null
  policy: PolicyValues
  metadata: Record<string, string>
  deliver: boolean
  confirmPast: boolean
}

/** The form as it is shown: typed, else prefilled. */
export function fieldsOf(prefill: Prefill, typed: Typed): Fields {
  const forLife = isForLife(prefill.cycle)
  return {
    name: typed.name ?? prefill.name,
    description: typed.description ?? '',
    notes: typed.notes ?? '',
    cycle: prefill.cycle,
    expiresAt: forLife || typed.expiresAt === undefined ? prefill.expiresAt : typed.expiresAt,
    price: typed.price === undefined ? (prefill.price?.amount ?? null) : typed.price,
    initialPrice: typed.initialPrice ?? null,
    maxRenewals: typed.maxRenewals === undefined ? prefill.maxRenewals : typed.maxRenewals,
    policy: typed.policy ?? {},
    metadata: typed.metadata ?? {},
    deliver: typed.deliver ?? true,
    confirmPast: typed.confirmPast ?? false,
  }
}

/** Onetime and free services have no expiry. */
export const isForLife = (cycle: Cycle) => cycle === 'onetime' || cycle === 'free'

/** What both requests have in common. */
function sharedBody(prefill: Prefill, fields: Fields) {
  const { currency } = prefill
  const money = (amount: string) => ({ amount, currency })
  const { description, notes, cycle, maxRenewals, policy, metadata, confirmPast } = fields
  return {
    customerId: prefill.customer.id,
    productId: prefill.product?.id ?? null,
    type: prefill.type.id,
    ...{ description, notes, currency, cycle, maxRenewals, metadata, confirmPast },
    policy: policy as ServiceBody['policy'],
    expiresAt: fields.expiresAt,
    ...(fields.price === null ? {} : { price: money(fields.price) }),
    ...(fields.initialPrice === null ? {} : { initialPrice: money(fields.initialPrice) }),
  }
}

export interface Placement {
  serverId: string | null
  orderData: FormValues
}

/** The request that makes one service. */
export function toServiceBody(prefill: Prefill, fields: Fields, place: Placement): ServiceBody {
  const { name, deliver } = fields
  return {
    ...sharedBody(prefill, fields),
    ...(name === '' ? {} : { name }),
    deliver,
    ...place,
    serverId: prefill.type.needsServer ? place.serverId : null,
  }
}

/** A resource that is to be imported, with what differs from the shared fields. */
export interface Chosen {
  remoteId: string
  name: string
  /** Absent: as the shared field says. */
  expiresAt?: string | null
  /** Minor units; absent: as the shared field says. */
  price?: string | null
}

export const chooseResource = ({ remoteId, suggestedName }: ResourceRow): Chosen => ({
  remoteId,
  name: suggestedName,
})

/** The request that imports what was chosen. */
export function toImportBody(
  prefill: Prefill,
  fields: Fields,
  { serverId, chosen }: { serverId: string; chosen: readonly Chosen[] },
): ImportBody {
  return {
    rows: chosen.map(({ remoteId, name, expiresAt, price }) => ({
      ...sharedBody(prefill, {
        ...fields,
        expiresAt: expiresAt === undefined ? fields.expiresAt : expiresAt,
        price: price === undefined ? fields.price : price,
      }),
      ...{ serverId, remoteId },
      ...(name === '' ? {} : { name }),
    })),
  }
}

/** What a row of the chosen resources has an input of its own for. */
const ROW_FIELDS = ['name', 'expiresAt', 'price', 'remoteId'] as const

/** The complaints about an import: those of each row at its own fields, the others once. */
export function splitErrors(errors: Record<string, string>, count: number) {
  const rows: Record<string, string>[] = Array.from({ length: count }, () => ({}))
  const shared: Record<string, string> = {}
  for (const [pointer, words] of Object.entries(errors)) {
    const [, at, rest] = /^\/rows\/(\d+)(\/.*)$/.exec(pointer) ?? []
    const row = rows[Number(at)]
    if (!row || rest === undefined) shared[pointer] = words
    else if (ROW_FIELDS.some((field) => rest.startsWith(`/${field}`))) row[rest] = words
    else shared[rest] = words
  }
  return { rows, shared }
}

/** After an import: what it took over is chosen no more, what was undone may be tried again. */
export function stillToImport(chosen: readonly Chosen[], rows: readonly ImportRow[]): Chosen[] {
  const taken = new Set(rows.filter((row) => row.state !== 'undone').map((row) => row.remoteId))
  return chosen.filter(({ remoteId }) => !taken.has(remoteId))
}

/** True when one of the expiries lies in the past, so that staff are asked to confirm it. */
export function hasPassed(expiries: readonly (string | null)[], now: number): boolean {
  return expiries.some((at) => at !== null && new Date(at).getTime() <= now)
}
