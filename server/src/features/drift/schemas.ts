import { z } from 'zod'
import { STATUSES } from '../../domain/service-status.ts'
import { actionOffer } from '../../platform/action-routes.ts'
import { instantJson } from '../../platform/json.ts'
import { pageQuery, pageSchema } from '../../platform/pagination.ts'
import { DRIFT_BATCH_STATES, DRIFT_KINDS, DRIFT_STATES, RUN_STATES } from './tables.ts'

/** The requests and answers about drift and reconciliation. */

const n = z.number().int()
const person = z.object({ kind: z.string(), id: z.string().nullable(), name: z.string() })

/** The tabs of the inbox: a fix that is under way counts as open, fixed and gone as settled. */
export const DRIFT_TABS = ['open', 'ignored', 'settled'] as const

/** Several values with commas between. */
const listOf = <T extends string>(values: readonly [T, ...T[]]) =>
  z
    .string()
    .max(300)
    .transform((text) => text.split(',').filter((one) => one !== ''))
    .pipe(z.array(z.enum(values)))

export const driftFilters = {
  kind: listOf(DRIFT_KINDS).optional(),
  serverId: z.uuid().optional(),
  serviceId: z.uuid().optional(),
  customerId: z.uuid().optional(),
  state: z.enum(DRIFT_TABS).optional(),
  /** True: only resources that carry another installation's key; false: only others. */
  otherInstallation: z.enum(['true', 'false']).optional(),
  /** Part of the remote id, name, owner or plan, or a service's number. */
  q: z.string().trim().max(100).optional(),
}
const filtersObject = z.strictObject(driftFilters)
export type DriftFilters = z.output<typeof filtersObject>

/** `sort`: `firstSeenAt` or `lastSeenAt`. */
export const driftQuery = z.strictObject({ ...pageQuery, ...driftFilters })
export type DriftQuery = z.output<typeof driftQuery>

export const driftJson = z.object({
  id: z.uuid(),
  kind: z.enum(DRIFT_KINDS),
  state: z.enum(DRIFT_STATES),
  /** Null when the server was deleted since. */
  server: z.object({ id: z.uuid(), name: z.string(), type: z.string() }).nullable(),
  service: z
    .object({
      id: z.uuid(),
      number: n,
      name: z.string(),
      status: z.enum(STATUSES),
      customerId: z.uuid(),
      customerName: z.string(),
    })
    .nullable(),
  remoteId: z.string(),
  /** As the server last said; null for what it does not say, or what is not there. */
  name: z.string().nullable(),
  owner: z.string().nullable(),
  plan: z.string().nullable(),
  observedState: z.enum(['running', 'stopped', 'suspended', 'changing']).nullable(),
  /** What either side says, in words. */
  says: z.object({ books: z.string(), server: z.string() }),
  /** It carries another installation's key: it is shown and never touched. */
  otherInstallation: z.boolean(),
  firstSeenAt: instantJson,
  lastSeenAt: instantJson,
  settledAt: instantJson.nullable(),
  /** Until when it is ignored; null while it is ignored: for good. */
  ignoredUntil: instantJson.nullable(),
  note: z.string().nullable(),
  /** The fix that is under way or was the last: `fix_server`, `delete_there` … */
  fix: z.string().nullable(),
  operationId: z.uuid().nullable(),
  /** Why the last fix did not come about, in the provider's words. */
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  /** When a removal that met trouble is tried again. */
  dueAt: instantJson.nullable(),
  actions: z.array(actionOffer.omit({ form: true })),
})
export type DriftJson = z.input<typeof driftJson>

export const driftPage = pageSchema(driftJson)

/** The same with the forms of its actions. */
export const driftDetail = driftJson.extend({
  resourceKey: z.string().nullable(),
  createdAt: instantJson.nullable(),
  /** The module's own facts of the resource. */
  data: z.record(z.string(), z.unknown()),
  actions: z.array(actionOffer),
})

/** How many rows there are, by what the inbox filters by. Counted under the other filters. */
export const driftCounts = z.object({
  states: z.object({ open: n, ignored: n, settled: n }),
  kinds: z.record(z.enum(DRIFT_KINDS), n),
  servers: z.array(z.object({ id: z.uuid(), name: z.string(), n })),
})

export const reconciliationJson = z.object({
  id: z.uuid(),
  state: z.enum(RUN_STATES),
  requestedBy: person,
  /** Staff looked twice: what vanished was believed. */
  confirmed: z.boolean(),
  startedAt: instantJson,
  finishedAt: instantJson.nullable(),
  pages: n,
  /** Resources that were listed. */
  resources: n,
  /** Resources that the books expect there, and those of them that were not listed. */
  known: n,
  vanished: n,
  found: n,
  settled: n,
  /** Fixes that the server's switch let the loop ask for. */
  autoFixed: n,
  /** More than a tenth vanished at once: nothing was raised. */
  suspect: z.boolean(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
})
export type ReconciliationJson = z.input<typeof reconciliationJson>

export const reconciliationPage = z.object({
  items: z.array(reconciliationJson),
  nextCursor: z.string().nullable(),
  /** How the server stands with the loop. */
  schedule: z.object({
    /** 0: never by itself. */
    everyMinutes: n,
    nextAt: instantJson.nullable(),
    running: z.boolean(),
    /** Why it is not compared at present, if so. */
    waits: z.object({ code: z.string(), text: z.string() }).nullable(),
    /** The loop may suspend again by itself what runs though it is suspended. */
    autoFixRunning: z.boolean(),
  }),
})

export const reconcileBody = z.strictObject({
  /** A second look at a suspect server: what is confirmed missing is raised, however much it is. */
  confirmed: z.boolean().default(false),
})

export const reconciliationChanges = z.strictObject({ autoFixRunning: z.boolean() })

/** Far more than fits a screen; the inbox's filters choose more. */
const MAX_IDS = 10_000

/** What is to be done about which differences: chosen by hand, or all that match the filters. */
export const newDriftBatch = z.strictObject({
  action: z.enum([
    'drift.fix_server',
    'drift.fix_books',
    'drift.delete_there',
    'drift.ignore',
    'drift.reopen',
  ]),
  /** The action's input; a removal's `confirm` is asked for once, as the number of rows. */
  input: z.record(z.string(), z.unknown()).default({}),
  select: z.union([
    z.strictObject({ ids: z.array(z.uuid()).min(1).max(MAX_IDS) }),
    z.strictObject({ filters: filtersObject }),
  ]),
})
export type NewDriftBatch = z.output<typeof newDriftBatch>

export const confirmDriftBatch = z.strictObject({
  /** The number of resources that are removed, typed; needed for `drift.delete_there`. */
  typedCount: z.int().optional(),
})

export const driftBatchJson = z.object({
  id: z.uuid(),
  number: n,
  action: z.string(),
  input: z.record(z.string(), z.unknown()),
  state: z.enum(DRIFT_BATCH_STATES),
  /** Rows by state; those that are not counted in any are still being asked. */
  counts: z.object({
    total: n,
    willDo: n,
    skipped: n,
    waiting: n,
    done: n,
    failed: n,
    cancelled: n,
  }),
  /** Why rows are skipped, the most frequent first. */
  skips: z.array(z.object({ code: z.string(), text: z.string(), n })),
  /** The number of rows is to be typed to confirm it. */
  typedConfirmation: z.boolean(),
  stoppedBecause: z.string().nullable(),
  createdBy: person,
  runBy: person.nullable(),
  createdAt: instantJson,
  plannedAt: instantJson.nullable(),
  confirmedAt: instantJson.nullable(),
  finishedAt: instantJson.nullable(),
})
export type DriftBatchJson = z.input<typeof driftBatchJson>

export const DRIFT_BATCH_ROW_STATES = [
  'willDo',
  'skipped',
  'waiting',
  'done',
  'failed',
  'cancelled',
] as const

export const driftBatchRowJson = z.object({
  driftId: z.uuid(),
  kind: z.enum(DRIFT_KINDS),
  remoteId: z.string(),
  serverName: z.string().nullable(),
  service: z.object({ id: z.uuid(), number: n, name: z.string() }).nullable(),
  state: z.enum(DRIFT_BATCH_ROW_STATES),
  effects: z.array(z.string()),
  reason: z.object({ code: z.string(), text: z.string() }).nullable(),
  operationId: z.uuid().nullable(),
  /** How the difference stands by now: `fixing` goes on behind a row that is done. */
  driftState: z.enum(DRIFT_STATES),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  finishedAt: instantJson.nullable(),
})
export type DriftBatchRowJson = z.input<typeof driftBatchRowJson>

export const driftBatchRows = z.strictObject({
  limit: pageQuery.limit,
  cursor: pageQuery.cursor,
  state: z.enum(DRIFT_BATCH_ROW_STATES).optional(),
})
