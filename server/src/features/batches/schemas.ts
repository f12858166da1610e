import { z } from 'zod'
import { actionOffer } from '../../platform/action-routes.ts'
import { instantJson, moneyJson } from '../../platform/json.ts'
import { pageQuery } from '../../platform/pagination.ts'
import { serviceFilters } from '../services/filters.ts'
import { BATCH_STATES } from './tables.ts'

/** Far more than fits a screen; the list's filters choose more. */
const MAX_IDS = 10_000

/** What is to be done to which services: chosen by hand, or all that match the list's filters. */
export const newBatchBody = z.strictObject({
  action: z.string().max(60),
  input: z.record(z.string(), z.unknown()).default({}),
  select: z.union([
    z.strictObject({ ids: z.array(z.uuid()).min(1).max(MAX_IDS) }),
    z.strictObject({ filters: z.strictObject(serviceFilters) }),
  ]),
})

const n = z.number().int()
const person = z.object({ kind: z.string(), id: z.uuid().nullable(), name: z.string() })

/** A batch as staff see it. */
export const batchJson = z.object({
  id: z.uuid(),
  number: n,
  action: z.string(),
  input: z.record(z.string(), z.unknown()),
  selection: z.record(z.string(), z.unknown()),
  state: z.enum(BATCH_STATES),
  /** Rows by state; while it is planned those that are not counted yet are still being asked. */
  counts: z.object({
    total: n,
    willDo: n,
    skipped: n,
    waiting: n,
    running: n,
    done: n,
    failed: n,
    cancelled: n,
  }),
  /** The preview, added up; null while it is being made. */
  summary: z
    .object({
      statuses: z.array(z.object({ from: z.string(), to: z.string(), n })),
      operations: z.array(z.object({ kind: z.string(), n })),
      servers: z.array(z.object({ id: z.uuid(), name: z.string(), n })),
      mails: z.array(z.object({ kind: z.string(), n })),
      money: z.array(z.object({ currency: z.string(), amount: z.string(), n })),
      skips: z.array(z.object({ code: z.string(), text: z.string(), n })),
    })
    .nullable(),
  /** The number of services is to be typed to confirm it. */
  typedConfirmation: z.boolean(),
  /** Why it stopped by itself; null when it did not. */
  stoppedBecause: z.string().nullable(),
  /** What an undo would leave as it is; null where there is no undo. */
  undoLeaves: z.string().nullable(),
  createdBy: person,
  /** In whose name it runs. */
  runBy: person.nullable(),
  createdAt: instantJson,
  plannedAt: instantJson.nullable(),
  confirmedAt: instantJson.nullable(),
  finishedAt: instantJson.nullable(),
  undoOf: z.uuid().nullable(),
  undoneBy: z.array(z.object({ id: z.uuid(), number: n, state: z.enum(BATCH_STATES) })),
})

export const batchDetailJson = batchJson.extend({ actions: z.array(actionOffer) })

/** The states of a row as people see them. */
export const ROW_STATES = [
  'willDo',
  'skipped',
  'waiting',
  'running',
  'done',
  'failed',
  'cancelled',
] as const

export const batchRowJson = z.object({
  id: z.string(),
  service: z.object({
    id: z.uuid(),
    /** Null for one that does not exist. */
    number: n.nullable(),
    name: z.string(),
    customerName: z.string(),
  }),
  state: z.enum(ROW_STATES),
  /** What will happen or has happened, in words. */
  effects: z.array(z.string()),
  /** Why it is skipped. */
  reason: z.object({ code: z.string(), text: z.string() }).nullable(),
  outcome: z
    .object({
      statusFrom: z.string().nullable(),
      statusTo: z.string().nullable(),
      operation: z.string().nullable(),
      serverId: z.uuid().nullable(),
      serverName: z.string().nullable(),
      mail: z.string().nullable(),
      money: moneyJson.nullable(),
    })
    .nullable(),
  operationId: z.uuid().nullable(),
  /** Why it failed, in the provider's words. */
  error: z.string().nullable(),
  attempts: n,
  finishedAt: instantJson.nullable(),
})

export const rowsQuery = z.strictObject({
  limit: pageQuery.limit,
  cursor: pageQuery.cursor,
  state: z.enum(ROW_STATES).optional(),
})

/** What can be done to many services at once. */
export const bulkActionJson = z.object({
  action: z.string(),
  /** JSON Schema of the input. */
  form: z.record(z.string(), z.unknown()),
  destructive: z.boolean(),
  typedConfirmation: z.boolean(),
  /** What takes it back; null where nothing does. */
  undoAction: z.string().nullable(),
  /** Whether the asker may do it. */
  allowed: z.boolean(),
})
