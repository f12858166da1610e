import type { Instant } from '../instant.ts'
import type { Policy, PolicyLevel } from '../policy.ts'
import type { AutomationCause } from '../service-status.ts'
import type { HoursWindow } from '../window.ts'
import type { AutomatedService, AutomationGap, Facts } from './facts.ts'

export type * from './facts.ts'

/** What the automation can do to a service. */
export const STEP_KINDS = [
  'cancel',
  'expire',
  'unsuspend',
  'suspend',
  'deliver',
  'change_price',
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
  | 'price_planned'
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
  /** All gaps, whatever they move: a grace that ran out in one lasts until its end. */
  readonly outages: readonly AutomationGap[]
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
    | { readonly kind: 'cancel' | 'expire' | 'change_price' | 'cancel_order' | 'archive' }
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
  /** `recheckAt` (an hour or a day away at most, by what blocks; later than now) is the safety net. */
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
