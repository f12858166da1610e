import { z } from 'zod'

const SOURCE = 'https://github.com/pterodactyl/panel/blob/v1.11.11'
/** Where a shape was read. */
export const source = (path: string) => `${SOURCE}/${path}`

/** Ids of rows. */
export const id = z.int().min(1)
/** As Carbon writes a moment: ISO 8601 with an offset. */
export const moment = z.iso.datetime({ offset: true })

/** app/Extensions/Spatie/Fractalistic/… with League\Fractal's ApiSerializer: `object`, `attributes`. */
export const item = <T extends z.ZodType>(object: string, attributes: T) =>
  z.strictObject({ object: z.literal(object), attributes })

export const pagination = z.strictObject({
  total: z.int(),
  count: z.int(),
  per_page: z.int(),
  current_page: z.int(),
  total_pages: z.int(),
  links: z.union([z.array(z.never()), z.record(z.string(), z.string())]),
})
export const pages = <T extends z.ZodType>(one: T) =>
  z.strictObject({
    object: z.literal('list'),
    data: z.array(one),
    meta: z.strictObject({ pagination }),
  })
export const list = <T extends z.ZodType>(one: T) =>
  z.strictObject({ object: z.literal('list'), data: z.array(one) })

/** app/Exceptions/Handler.php: convertExceptionToArray, invalidJson. */
export const errors = z.strictObject({
  errors: z
    .array(
      z.strictObject({
        code: z.string(),
        status: z.string().regex(/^\d{3}$/),
        detail: z.string(),
        meta: z.strictObject({ source_field: z.string(), rule: z.string() }).optional(),
      }),
    )
    .min(1),
})
