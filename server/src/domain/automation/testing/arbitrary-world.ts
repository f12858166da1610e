import fc from 'fast-check'
import { BRAKED_STEPS } from '../../brake.ts'
import { CYCLES } from '../../cycle.ts'
import { HOUR } from '../../instant.ts'
import { NO_METADATA } from '../../metadata.ts'
import { OPERATION_KINDS } from '../../operation-lifecycle.ts'
import type { Policy } from '../../policy.ts'
import { STATUSES, SUSPENSION_CAUSES } from '../../service-status.ts'
import type { AutomatedService, BusinessCalendar, Facts } from '../types.ts'
import { NOW, sampleService } from './sample-service.ts'

/** A whole hour so many days from the samples' moment. */
export const day = (from: number, to: number) =>
  fc.integer({ min: from * 24, max: to * 24 }).map((hours) => NOW + hours * HOUR)
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null })
const count = (max: number) => fc.integer({ min: 0, max })

const metadata = fc.record({
  max_renewals: maybe(count(3)),
  max_renewals_in_current_month: maybe(count(2)),
  max_renewals_in_current_week: maybe(count(2)),
  disable_notify_expiration: fc.boolean(),
  disable_cancel: fc.boolean(),
  disable_auto_suspend: fc.boolean(),
  disable_auto_terminate: fc.boolean(),
})

const service: fc.Arbitrary<AutomatedService> = fc
  .record({
    status: fc.constantFrom(...STATUSES),
    cycle: fc.constantFrom(...CYCLES),
    firstCycle: maybe(fc.constantFrom(...CYCLES)),
    amount: fc.constantFrom(0n, 1000n),
    orderedAt: day(-30, 0),
    expiresAt: maybe(day(-120, 400)),
    anchorDay: fc.integer({ min: 1, max: 31 }),
    maxRenewals: maybe(count(4)),
    renewalCount: count(4),
    cancellationScheduled: fc.boolean(),
    plannedPrice: maybe(
      fc.record({
        at: day(-1, 60),
        price: fc.record({ amount: fc.constantFrom(0n, 1500n), currency: fc.constant('EUR') }),
        discountEnd: fc.constant(null),
      }),
    ),
    endedAt: maybe(day(-200, 0)),
    archivedAt: maybe(day(-10, 0)),
    deliverOn: fc.constantFrom('payment', 'approval', 'manual'),
    freeRenewalOnClick: fc.boolean(),
    metadata: fc.oneof(fc.constant(NO_METADATA), metadata),
  })
  .map(({ amount, ...over }) => sampleService({ ...over, price: { amount, currency: 'EUR' } }))

const operation = fc.record({
  kind: fc.constantFrom(...OPERATION_KINDS),
  state: fc.constantFrom('queued' as const, 'running', 'unknown', 'failed'),
  waitsForStaff: fc.boolean(),
  byAutomation: fc.boolean(),
})

const facts: fc.Arbitrary<Facts> = fc.record({
  causes: fc.uniqueArray(
    fc.record({ cause: fc.constantFrom(...SUSPENSION_CAUSES), since: day(-40, 0) }),
    { selector: ({ cause }) => cause, maxLength: 3 },
  ),
  suspendedAt: maybe(day(-40, 0)),
  hold: maybe(fc.record({ until: maybe(day(-5, 20)) })),
  heldBack: maybe(fc.constantFrom(...BRAKED_STEPS)),
  graceUntil: maybe(day(-2, 2)),
  paused: fc.integer({ min: 0, max: 9 }).map((one) => one === 0),
  renewal: maybe(
    fc.record({
      cycle: fc.constantFrom('weekly' as const, 'monthly', 'annually'),
      periods: fc.integer({ min: 1, max: 3 }),
      mailedAt: maybe(day(-10, 1)),
    }),
  ),
  done: fc.array(
    fc.record({
      key: fc.constantFrom('remind:7', 'remind:5', 'remind:1', 'charge:1', 'remind_order'),
      at: day(-10, 0),
      skipped: fc.boolean(),
    }),
    { maxLength: 3 },
  ),
  operations: fc.array(operation, { maxLength: 2 }),
  charge: maybe(
    fc.record({
      failedAttempts: count(7),
      lastAttemptAt: maybe(day(-8, 0)),
      inFlight: fc.boolean(),
    }),
  ),
  lastRefusedAt: maybe(day(-8, 0)),
  order: maybe(fc.record({ state: fc.constantFrom('unpaid' as const, 'paid', 'issued', 'void') })),
  renewalsAppliedAt: fc.array(day(-31, 0), { maxLength: 3 }),
})

const hours = fc
  .record({
    fromHour: count(23),
    toHour: fc.integer({ min: 1, max: 24 }),
    weekends: fc.boolean(),
    holidays: fc.boolean(),
  })
  .filter(({ fromHour, toHour }) => fromHour < toHour)

const policy: fc.Arbitrary<Partial<Policy>> = fc.record(
  {
    invoiceLeadDays: count(40),
    reminderDays: fc.uniqueArray(count(40), { maxLength: 6 }),
    suspendAfterDays: count(10),
    minNoticeDays: count(10),
    terminateAfterDays: count(20),
    finalNoticeDays: fc.uniqueArray(count(10), { maxLength: 2 }),
    autopayLeadDays: count(10),
    autopayAttempts: fc.integer({ min: 1, max: 7 }),
    archiveAfterDays: count(100),
    renewalGraceDays: maybe(count(30)),
    unpaidOrderReminderDays: count(10),
    unpaidOrderDays: fc.integer({ min: 1, max: 20 }),
    mailHours: hours,
    destructiveHours: hours,
    renewalBasis: fc.constantFrom('expiry', 'payment_if_lapsed'),
    firstPeriodFrom: fc.constantFrom('activation', 'order'),
  },
  { requiredKeys: [] },
)

const calendar: fc.Arbitrary<BusinessCalendar> = fc.record({
  zone: fc.constantFrom('Europe/Paris', 'America/New_York', 'Australia/Lord_Howe'),
  holidays: fc.constant(['2025-03-11', '2025-05-01']),
  gaps: fc
    .array(fc.tuple(day(-6, 10), count(48)), { maxLength: 2 })
    .map((gaps) =>
      gaps
        .map(([from, length]) => ({ from, to: from + (length + 1) * HOUR }))
        .sort((a, b) => a.from - b.from),
    ),
})

/** A service, its facts, policy and calendar, of every kind. */
export const world = fc.record({ service, facts, policy, calendar })
