import { z } from 'zod'
import { usageFigureSchema } from './panel.ts'
import { ERROR_CODES } from './result.ts'

/*
 * What a module may answer, as schemas: for whoever is answered by a module that no compiler has
 * seen. Unknown members are refused, as they are nowhere kept.
 */

const text = z.strictObject({ en: z.string().min(1), fr: z.string().min(1) })

/** A `ModuleError`. */
export const moduleErrorSchema = z.strictObject({
  code: z.enum(ERROR_CODES),
  message: z.string(),
  retryAfterMs: z.number().min(0).optional(),
  lost: z.literal(true).optional(),
  stillRunning: z.literal(true).optional(),
  pointer: z.string().startsWith('/').optional(),
})

/** A `Resource`: JSON, with an id that is not empty. */
export const resourceSchema = z.strictObject({
  remoteId: z.string().min(1),
  data: z.record(z.string(), z.json()),
  secrets: z.record(z.string(), z.string()),
  connection: z.array(
    z.strictObject({
      label: text,
      value: z.string().optional(),
      secret: z.string().optional(),
      href: z.string().optional(),
    }),
  ),
})

/** An `Observed`. */
export const observedSchema = z.strictObject({
  remoteId: z.string().min(1),
  key: z.string().nullable(),
  name: z.string().nullable(),
  owner: z.string().nullable(),
  plan: z.string().nullable(),
  state: z.enum(['running', 'stopped', 'suspended', 'changing']),
  usage: z.array(usageFigureSchema),
  createdAt: z.number().nullable(),
  resource: resourceSchema,
})

/** An `ObservedPage`. */
export const observedPageSchema = z.strictObject({
  items: z.array(observedSchema),
  nextCursor: z.string().nullable(),
})

/** A `ConnectionCheck`. */
export const connectionCheckSchema = z.strictObject({
  id: z.string().min(1),
  name: text,
  ok: z.boolean(),
  message: z.string(),
})
