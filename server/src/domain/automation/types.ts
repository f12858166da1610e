import type { Cycle } from '../cycle.ts'
import type { Instant } from '../instant.ts'
import type { KnownMetadata } from '../metadata.ts'
import type { Money } from '../money.ts'
import type { OperationKind, OperationState } from '../operation-lifecycle.ts'
import type { Policy, PolicyLevel } from '../policy.ts'
import type { AutomationCause, ServiceStatus, SuspensionCause } from '../service-lifecycle.ts'
import type { HoursWindow } from '../window.ts'

/** The service's own columns that the automation reads. E is `expiresAt`. */
export interface AutomatedService {
  readonly id: string
  readonly status: ServiceStatus
  readonly cycle: Cycle
  /** What the next period costs. Price 0 with a term renews without a document. */
  readonly price: Money
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
  /** Only read for a pending service; null for one that staff made without an order. */
  readonly order: OrderFact | null
  /** When its renewals of the last 32 days (later than now − 32 × 24 h) were applied, for the limits. */
  readonly renewalsAppliedAt: readonly Instant[]
}

/** What the automation can do to a service. */
export const STEP_KINDS = [
  'cancel',
  'expire',
  'unsuspend',
  'suspend',
  'deliver',
  'charge',
  'renew',
  'invoice',
  'final_notice',
  'remind',
  'cancel_order',
  'remind_order',
  'archive',
] as const

/** The kind of a step, in the fixed priority: what ends comes before what asks for money. */
export type StepKind = (typeof STEP_KINDS)[number]

/** Why a step is on the timeline: the rule, and the policy value with the level it came from. */
export interface Because {
  readonly rule: Rule
  readonly field?: keyof Policy
  readonly value?: number
  readonly level?: PolicyLevel
}

/** The rules of the timeline; texts for people are made from them. */
export type Rule =
  | 'before_expiry'
  | 'after_expiry'
  | 'at_expiry'
  | 'after_suspension'
  | 'before_end'
  | 'after_order'
  | 'order_paid'
  | 'after_end'
  | 'cancellation_scheduled'
  | 'renews_without_document'
  | 'no_longer_overdue'
  | 'on_hold'
  | 'no_cause_left'

/** One entry of a service's timeline. */
export interface Milestone {
  readonly step: StepKind
  /** Unique within the period: `remind:5`, `charge:2`, `suspend`. */
  readonly key: string
  /** The moment that the rule names. */
  readonly due: Instant
  /** The earliest moment it may really happen: in its window, and a day after a gap. */
  readonly notBefore: Instant
  /** Days of the rule: a reminder's days before expiry, a notice's days before the end. */
  readonly days: number
  /** Set when `due` is a guess until something has happened; the fact then decides. */
  readonly after: AfterFact | null
  /** What `decide` needs of policy and calendar where only the facts give the date. */
  readonly rules: StepRules
  /** The metadata key that switches this step off; it is shown, never done. */
  readonly disabledBy: 'disable_auto_suspend' | 'disable_auto_terminate' | null
  readonly because: Because
}

/** A date counted in calendar days from something that is a fact. */
export interface AfterFact {
  readonly fact: 'document_mailed' | 'suspended'
  readonly days: number
}

/** How periods are counted; a step that changes them carries it to `apply`. */
export interface PeriodRules {
  readonly zone: string
  readonly renewalBasis: Policy['renewalBasis']
  readonly firstPeriodFrom: Policy['firstPeriodFrom']
}

/** When a step may happen, and the policy that facts are held against. */
export interface StepRules {
  /** Null: at any time of day. */
  readonly window: HoursWindow | null
  /** When a mail about it may leave. */
  readonly mail: HoursWindow
  /** The gaps that move it: all of them when it destroys something, else none. */
  readonly gaps: readonly AutomationGap[]
  readonly renewalGraceDays: number | null
  readonly period: PeriodRules
}

interface StepBase {
  /** Unique per service and period: the dedupe key of `automation_steps`. */
  readonly key: string
  /** Steps that this one makes needless: to be stored as skipped with it. */
  readonly skips: readonly string[]
  /** The earliest moment a mail to the customer about it may leave. */
  readonly mailAt: Instant
  readonly because: Because
}

/** One thing to do now. Where a `key` is already stored for the period, it is not done again. */
export type Step = StepBase &
  (
    | { readonly kind: 'cancel' | 'expire' | 'cancel_order' | 'archive' }
    | { readonly kind: 'deliver'; readonly period: PeriodRules }
    /** Clear these causes; `operation` is true when none is left and the service shall run. */
    | {
        readonly kind: 'unsuspend'
        readonly clears: readonly AutomationCause[]
        readonly operation: boolean
      }
    /** Add the cause; `operation` is false when it is already suspended for another one. */
    | {
        readonly kind: 'suspend'
        readonly cause: AutomationCause
        readonly operation: boolean
      }
    /** Customer credit first where allowed, then the stored method. */
    | { readonly kind: 'charge'; readonly attempt: number; readonly period: PeriodRules }
    /** `renew` without a document (price 0), `invoice` with one. */
    | {
        readonly kind: 'renew' | 'invoice'
        readonly periods: number
        readonly periodStart: Instant
        readonly periodEnd: Instant
      }
    /** `send` false: only its key and skips are stored. */
    | {
        readonly kind: 'remind'
        readonly send: boolean
        readonly days: number
        readonly about: ReminderAbout
        /** The automatic charge that is announced; null unless about `charge`. */
        readonly chargeAt: Instant | null
      }
    | { readonly kind: 'final_notice'; readonly days: number; readonly endsAt: Instant }
    | { readonly kind: 'remind_order'; readonly days: number }
  )

/** What a reminder says: pay, we will charge you, click to go on, or it ends on that day. */
export type ReminderAbout = 'pay' | 'charge' | 'click' | 'ends'

/** What a due step waits for; an event wakes it. `approval` is written by the brake. */
export type Block = 'operation' | 'charge' | 'approval' | 'hold' | 'staff'

/** The step that comes next, with the moment known now. */
export interface NextStep {
  readonly step: StepKind
  readonly key: string
  readonly at: Instant
  readonly because: Because
}

/** A list that has at least one entry. */
export type NonEmpty<T> = readonly [T, ...T[]]

/** What the automation does with a service now. */
export type Decision =
  | { readonly kind: 'do'; readonly steps: NonEmpty<Step> }
  /** `until` is always later than now. */
  | { readonly kind: 'wait'; readonly until: Instant; readonly next: NextStep }
  /** `recheckAt` (at most an hour away, always later than now) is the safety net. */
  | {
      readonly kind: 'blocked'
      readonly on: Block
      readonly next: NextStep
      readonly recheckAt: Instant
    }
  | { readonly kind: 'rest' }

/** A service and its facts, moved together. */
export interface ServiceState {
  readonly service: AutomatedService
  readonly facts: Facts
}
