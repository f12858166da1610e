import { z } from 'zod'
import { OPERATION_KINDS, OPERATION_STATES } from '../../domain/operation-lifecycle.ts'
import { actionOffer } from '../../platform/action-routes.ts'
import { instantJson } from '../../platform/json.ts'
import { pageQuery, pageSchema } from '../../platform/pagination.ts'

export const listQuery = z.strictObject({
  ...pageQuery,
  state: z.enum(OPERATION_STATES).optional(),
  kind: z.enum(OPERATION_KINDS).optional(),
  serverId: z.uuid().optional(),
  serviceId: z.uuid().optional(),
  /** True: only those that nobody but staff can bring further. */
  waitsForStaff: z.enum(['true', 'false']).optional(),
})
export type OperationListQuery = z.infer<typeof listQuery>

const localText = z.object({ en: z.string(), fr: z.string() })

export const operationJson = z.object({
  id: z.uuid(),
  kind: z.enum(OPERATION_KINDS),
  state: z.enum(OPERATION_STATES),
  waitsForStaff: z.boolean(),
  service: z
    .object({ id: z.uuid(), number: z.number().int(), name: z.string(), customerId: z.uuid() })
    .nullable(),
  server: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  attempts: z.number().int(),
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

/** One line of what happened; `claim` tells the attempts apart. */
export const logLine = z.object({
  at: instantJson,
  claim: z.number().int(),
  level: z.enum(['info', 'warn', 'error']),
  message: z.string(),
  data: z.record(z.string(), z.unknown()).nullable(),
})

export const operationDetail = z.object({
  ...operationJson.shape,
  log: z.array(logLine),
  actions: z.array(actionOffer),
})
