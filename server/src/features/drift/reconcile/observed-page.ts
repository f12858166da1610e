import { fail, type Observed, type ObservedPage, ok, type Result } from '@berth/sdk'
import { z } from 'zod'

/** PostgreSQL stores neither NUL nor halves of surrogate pairs. */
const storable = (text: string) => text.isWellFormed() && !text.includes('\0')
const words = z.string().max(1000).refine(storable).nullable()

/** What of a listed resource is compared; the rest may be anything. */
const observed = z.object({
  remoteId: z.string().min(1).max(500).refine(storable),
  key: words,
  name: words,
  owner: words,
  plan: words,
  state: z.enum(['running', 'stopped', 'suspended', 'changing']),
  createdAt: z.number().nullable(),
  resource: z.object({
    data: z.record(z.string(), z.json()).refine((data) => storable(JSON.stringify(data))),
  }),
})
const page = z.object({
  items: z.array(observed),
  nextCursor: z.string().min(1).max(2000).nullable(),
})

/** A listed resource as it is kept while its run goes on. */
export type Listed = z.output<typeof observed>

/** A page of a listing, or why it is none. A module's word is not taken for it. */
export function readPage(answer: ObservedPage): Result<z.output<typeof page>> {
  const parsed = page.safeParse(answer)
  if (parsed.success) return ok(parsed.data)
  return fail('config', `The module lists what no resource can be: ${complaint(parsed.error)}`)
}

/** The same of one that was looked for by itself. */
export function isObserved(answer: unknown): answer is Observed {
  return observed.safeParse(answer).success
}

function complaint({ issues }: z.ZodError): string {
  const [first] = issues
  return first ? `${first.path.join('/')}: ${first.message}` : 'nothing'
}
