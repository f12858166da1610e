import { z } from 'zod'
import { OPERATION_KINDS, OPERATION_STATES } from '../../domain/operation-lifecycle.ts'
import { actionOffer } from '../../platform/action-routes.ts'
import { instantJson } from '../../platform/json.ts'
import { pageQuery, pageSchema } from '../../platform/pagination.ts'
import { gateJson } from '../servers/schemas.ts'
import { operationFilters, operationFiltersBody } from './operation-filters.ts'

export const listQuery = z.strictObject({ ...pageQuery, ...operationFilters })
export type OperationListQuery = z.infer<typeof listQuery>

const localText = z.object({ en: z.string(), fr: z.string() })
const count = z.int()

export const operationJson = z.object({
  id: z.uuid(),
  kind: z.enum(OPERATION_KINDS),
  state: z.enum(OPERATION_STATES),
  waitsForStaff: z.boolean(),
  service: z
    .object({
      id: z.uuid(),
      number: count,
      name: z.string(),
      type: z.string(),
      status: z.string(),
      customerId: z.uuid(),
      customerName: z.string(),
    })
    .nullable(),
  /** Its gate says why nothing goes on while the operation waits. */
  server: z
    .object({
      id: z.uuid(),
      name: z.string(),
      type: z.string(),
      gate: gateJson.pick({ state: true, until: true }),
    })
    .nullable(),
  /** How often the change itself was tried. */
  attempts: count,
  /** When it goes on by itself. */
  dueAt: instantJson.nullable(),
  progress: z.object({ percent: z.number().nullable(), text: localText }).nullable(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  requestedBy: z.object({ kind: z.string(), id: z.string().nullable(), name: z.string() }),
  cause: z.record(z.string(), z.unknown()),
  /** A newer intent asked it to give up. */
  abortRequestedAt: instantJson.nullable(),
  createdAt: instantJson,
  startedAt: instantJson.nullable(),
  settledAt: instantJson.nullable(),
})
export type OperationJson = z.infer<typeof operationJson>

export const operationPage = pageSchema(operationJson)

/** The tabs of the list, each with the other filters. */
export const operationCounts = z.object({
  all: count,
  /** False where counting all stopped at the cap: "more than". */
  exact: z.boolean(),
  open: count,
  running: count,
  unknown: count,
  failed: count,
  waitsForStaff: count,
})
export const countsQuery = z.strictObject(operationFilters).omit({ state: true })

/** One line of what happened; `claim` tells the attempts apart. */
export const logLine = z.object({
  at: instantJson,
  claim: count,
  level: z.enum(['info', 'warn', 'error']),
  message: z.string(),
  data: z.record(z.string(), z.unknown()).nullable(),
  /** A request to the provider and its answer, shortened and without secrets. */
  exchange: z
    .object({
      method: z.string(),
      address: z.string(),
      /** Null when no answer came. */
      status: count.nullable(),
      durationMs: z.number().nullable(),
      /** What was sent and answered, as text; null when there was none or it is not text. */
      request: z.string().nullable(),
      answer: z.string().nullable(),
    })
    .nullable(),
})
export type LogLine = z.infer<typeof logLine>

/** One turn of a worker: an attempt, or a look at what became of one. */
export const claimJson = z.object({
  claim: count,
  firstAt: instantJson,
  lastAt: instantJson,
  lines: count,
  /** Requests to the provider. */
  requests: count,
  /** How it ended, or the latest that is known. */
  level: z.enum(['info', 'warn', 'error']),
  message: z.string(),
})

export const operationDetail = z.object({
  ...operationJson.shape,
  /** The turns of workers, the oldest first. */
  claims: z.array(claimJson),
  /** The latest lines, the oldest first; `/log` has all. */
  log: z.array(logLine),
  actions: z.array(actionOffer),
})

export const logQuery = z.strictObject({
  limit: pageQuery.limit,
  cursor: pageQuery.cursor,
  claim: z.coerce.number().int().min(1).optional(),
})
export const logPage = z.object({ items: z.array(logLine), nextCursor: z.string().nullable() })

/** What can be done to many at once. */
export const MANY_ACTIONS = ['retry', 'abandon'] as const
/** More at once are a mistake, or take too long for one request. */
export const MOST_AT_ONCE = 1000

export const manyBody = z.strictObject({
  action: z.enum(MANY_ACTIONS),
  /** Which: by id, or all that the list would show with these filters. */
  select: z.union([
    z.strictObject({ ids: z.array(z.uuid()).min(1).max(MOST_AT_ONCE) }),
    z.strictObject({ filters: operationFiltersBody }),
  ]),
  /** The action's input, the same for all. */
  input: z.record(z.string(), z.unknown()).default({}),
  /** Only say what would be done. */
  dryRun: z.boolean().default(false),
})
export type ManyBody = z.output<typeof manyBody>

export const manyAnswer = z.object({
  dryRun: z.boolean(),
  /** How many were done, or would be. */
  done: count,
  skipped: z.array(z.object({ id: z.uuid(), code: z.string(), text: z.string() })),
})
