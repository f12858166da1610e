import type { Observed, Resource } from '@berth/sdk'
import { z } from 'zod'

/*
 * What modules answer, held against what the books can keep. A module may be anybody's: its word is
 * not taken for the shape of what it says.
 */

const words = z.string().max(10_000)
const text = z.object({ en: words, fr: words })

const resource = z.object({
  remoteId: z.string().min(1).max(500),
  data: z.record(z.string(), z.json()),
  secrets: z.record(z.string(), z.string().max(100_000)),
  connection: z
    .array(
      z.object({
        label: text,
        value: words.optional(),
        secret: words.optional(),
        href: words.optional(),
      }),
    )
    .max(100),
})

const observed = z.object({
  remoteId: z.string().min(1).max(500),
  key: words.nullable(),
  name: words.nullable(),
  owner: words.nullable(),
  plan: words.nullable(),
  state: z.enum(['running', 'stopped', 'suspended', 'changing']),
  usage: z.array(z.looseObject({})),
  createdAt: z.number().nullable(),
  resource,
})

/** A resource as `create` and the changes answer it. Throws when it is none. */
export const readResource = (value: unknown): Resource => resource.parse(value)

/** What `find` answers. */
export const readAllObserved = (value: unknown): readonly Observed[] =>
  z.array(observed).parse(value) as unknown as readonly Observed[]

/** What `inspect` answers. */
export const readObserved = (value: unknown): Observed | null =>
  observed.nullable().parse(value) as unknown as Observed | null

/** What `terminate` answers: nothing that matters. */
export const readNothing = (): null => null

/** A choice list. */
export const readChoices = (value: unknown) =>
  z
    .array(z.object({ value: z.json(), label: text, help: text.optional() }))
    .max(10_000)
    .parse(value)

/** What `testConnection` answers. */
export const readChecks = (value: unknown) =>
  z
    .array(z.object({ id: z.string(), name: text, ok: z.boolean(), message: z.string() }))
    .max(1000)
    .parse(value)
