import { z } from 'zod'

const words = z.string().max(1000).nullable()

/** What of a listed resource is compared; the rest may be anything. */
const observed = z.object({
  remoteId: z.string().min(1).max(500),
  key: words,
  name: words,
  owner: words,
  plan: words,
  state: z.enum(['running', 'stopped', 'suspended', 'changing']),
  createdAt: z.number().nullable(),
  resource: z.object({ data: z.record(z.string(), z.json()) }),
})
const page = z.object({
  items: z.array(observed),
  nextCursor: z.string().min(1).max(2000).nullable(),
})

/** A listed resource as it is kept while its run goes on. */
export type Listed = z.output<typeof observed>

export type Page = z.output<typeof page>

/** A page of a listing; throws with what is wrong. A module's word is not taken for it. */
export const readPage = (value: unknown) => page.parse(value)
