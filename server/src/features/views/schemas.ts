import { z } from 'zod'
import { SCREEN_NAMES } from './screens.ts'

const MAX_PARAMETERS = 60
const value = z.string().max(5000)

/** Query names and values as the list's address and the API have them; kept as they are. */
export const viewQuery = z
  .record(z.string().min(1).max(60), z.union([value, z.array(value).max(100)]))
  .refine((query) => Object.keys(query).length <= MAX_PARAMETERS, { error: 'view.too_long' })

export type ViewQuery = z.infer<typeof viewQuery>

export const screen = z.enum(SCREEN_NAMES)

const fields = {
  name: z.string().trim().min(1).max(80),
  query: viewQuery,
  /** Names of the screen's columns, in their order; null = the screen's own. */
  columns: z.array(z.string().min(1).max(60)).max(60).nullable(),
  /** Everybody who may see the screen finds it; needs `views:share`. */
  isShared: z.boolean(),
  /** The screen opens with it, for the asker only. */
  isDefault: z.boolean(),
}

export const newView = z.strictObject({
  screen,
  name: fields.name,
  query: fields.query,
  columns: fields.columns.default(null),
  isShared: fields.isShared.default(false),
  isDefault: fields.isDefault.default(false),
})
export type NewView = z.infer<typeof newView>

export const viewChanges = z
  .strictObject({
    ...fields,
    /** Place among the asker's own views of the screen, from 0. */
    position: z.int().min(0).max(1000),
  })
  .partial()
export type ViewChanges = z.infer<typeof viewChanges>

export const viewJson = z.object({
  id: z.uuid(),
  screen,
  name: z.string(),
  query: viewQuery,
  columns: z.array(z.string()).nullable(),
  isShared: z.boolean(),
  isMine: z.boolean(),
  isDefault: z.boolean(),
  owner: z.object({ id: z.uuid(), name: z.string() }),
  /** Whether the asker may change and delete it. */
  mayChange: z.boolean(),
})
export type ViewJson = z.infer<typeof viewJson>
