import type { BrakedStep } from '../brake.ts'
import type { Cycle } from '../cycle.ts'
import type { Instant } from '../instant.ts'
import type { KnownMetadata } from '../metadata.ts'
import type { Money } from '../money.ts'
import type { OperationKind, OperationState } from '../operation-lifecycle.ts'
import type { ServiceStatus, SuspensionCause } from '../service-status.ts'

/** The service's own columns that the automation reads. E is `expiresAt`. */
export interface AutomatedService {
  readonly id: string
  readonly status: ServiceStatus
  readonly cycle: Cycle
  /** What its first period was bought in; null: in its cycle. */
  readonly firstCycle: Cycle | null
  /** What the next period costs. Price 0 with a term renews without a document. */
  readonly price: Money
  /** Where a coupon's discount ends: what a period costs from that many renewals on. */
  readonly discountEnd: { readonly atRenewals: number; readonly price: Money } | null
  /** Another price that it will have from a moment on; null when none is planned. */
  readonly plannedPrice: PlannedPrice | null
  /** When it was ordered: the clock of an unpaid order. */
  readonly orderedAt: Instant
  /** Null: for life, or its first period has not started. */
  readonly expiresAt: Instant | null
  readonly anchorDay: number
  readonly maxRenewals: number | null
  readonly renewalCount: number
  /** A cancellation for the end of the period, whenever that is. */
  readonly cancellationScheduled: boolean
  readonly endedAt: Instant | null
  /** When it left the default lists; null until then. */
  readonly archivedAt: Instant | null
  /** Product's rule for a paid pending service; only `payment` is the automation's. */
  readonly deliverOn: 'payment' | 'approval' | 'manual'
  /** Product setting: a price of 0 renews only when the customer clicks. */
  readonly freeRenewalOnClick: boolean
  /** Resolved: the service's, else its product's. */
  readonly metadata: KnownMetadata
}

/** What a period costs from a moment on, and where a coupon's discount ends then. */
export interface PlannedPrice {
  readonly at: Instant
  readonly price: Money
  readonly discountEnd: AutomatedService['discountEnd']
}

/** The calendar of the installation. */
export interface BusinessCalendar {
  /** IANA name of the business time zone. */
  readonly zone: string
  /** `YYYY-MM-DD`, for the windows that leave holidays out. */
  readonly holidays: readonly string[]
  /** Rows of `automation_gaps`: when no sweep ran. `to` is the start of the first one after. */
  readonly gaps: readonly AutomationGap[]
}

/** A stretch of time in which the automation did not run. */
export interface AutomationGap {
  readonly from: Instant
  readonly to: Instant
}

/** One present cause of a suspension and since when it stands. */
export interface CauseFact {
  readonly cause: SuspensionCause
  readonly since: Instant
}

/** The one open renewal and its open document. */
export interface OpenRenewalFact {
  /** The cycle bought; it may differ from the service's own. */
  readonly cycle: Cycle
  readonly periods: number
  /** When the document's first mail left or is planned to leave; null while nobody knows. */
  readonly mailedAt: Instant | null
}

/** A row of `automation_steps` of this period (see `periodKey`). */
export interface DoneStep {
  readonly key: string
  readonly at: Instant
  /** True when a later step made it needless and nothing was sent. */
  readonly skipped: boolean
}

/** An operation that is still open; see the two places per service. */
export interface OperationFact {
  readonly kind: OperationKind
  readonly state: Extract<OperationState, 'queued' | 'running' | 'unknown' | 'failed'>
  /** A failed one: true when no retry is planned and staff must look at it. */
  readonly waitsForStaff: boolean
  /** False when a person asked for it: an end that people asked for is never overtaken. */
  readonly byAutomation: boolean
}

/** Automatic payment of the open renewal. */
export interface ChargeFact {
  /** Attempts made for this period, failed ones only (a success closes the renewal). */
  readonly failedAttempts: number
  readonly lastAttemptAt: Instant | null
  /** An attempt without an answer yet. */
  readonly inFlight: boolean
}

/** The order of a pending service and the document that pays it. */
export interface OrderFact {
  /** `paid`: the amount due is 0. `issued`: an unpaid invoice already numbered by staff. */
  readonly state: 'unpaid' | 'paid' | 'issued' | 'void'
}

/** A pause written by staff: it stops suspension and end only. Null `until`: open-ended. */
export interface HoldFact {
  readonly until: Instant | null
}

/** Everything outside the service's own row that a decision depends on. */
export interface Facts {
  /** The set of causes; a requested suspension writes its cause at once. */
  readonly causes: readonly CauseFact[]
  /** When the present suspension was confirmed by the server; null while it is not suspended. */
  readonly suspendedAt: Instant | null
  readonly hold: HoldFact | null
  /** The step that the brake holds back until staff approve it; the others go on. */
  readonly heldBack: BrakedStep | null
  /** No suspension before then: the day that an edit leaves when it makes a service overdue. */
  readonly graceUntil: Instant | null
  /** The second switch (or an edit of the status by hand): all automation stands still. */
  readonly paused: boolean
  readonly renewal: OpenRenewalFact | null
  /** The steps already done or skipped in this period. */
  readonly done: readonly DoneStep[]
  /** The open operations, at most two: on the server, and the next intent. */
  readonly operations: readonly OperationFact[]
  /** Null without auto-pay: no stored method and no permission to use customer credit. */
  readonly charge: ChargeFact | null
  /**
   * When an automatic charge of the open renewal last came to nothing; null when none did. It stays
   * when auto-pay is switched off, as the last attempt does: the end keeps a day clear of it.
   */
  readonly lastRefusedAt: Instant | null
  /** Only read for a pending service; null for one that staff made without an order. */
  readonly order: OrderFact | null
  /** When its renewals of the last 32 days (later than now − 32 × 24 h) were applied, for the limits. */
  readonly renewalsAppliedAt: readonly Instant[]
}
