import type { PgBoss } from 'pg-boss'
import type { EventPayload } from './events.ts'

/**
 * Work to be done at once, outside the transaction that asked for it. Jobs run again after a
 * crash, so a handler sets and never increments. What must happen at a business time is no job
 * but a row with a due column (see due.ts).
 */
export type JobHandlers = Record<string, JobHandler | CollectiveHandler>

export type JobHandler = (payload: EventPayload) => Promise<void>

/** Deals with payloads together; alone with those that then fail. */
export interface CollectiveHandler {
  one: JobHandler
  many(payloads: readonly EventPayload[]): Promise<void>
}

export interface ManyPayloads {
  /** What all payloads have in common: the event, often the moment. */
  shared?: EventPayload
  many: EventPayload[]
}

/** Payloads as one, with what they share said once. */
export function together(payloads: readonly EventPayload[]): ManyPayloads {
  const [first = {}] = payloads
  const isShared = (key: string) => payloads.every((payload) => payload[key] === first[key])
  const names = new Set(Object.keys(first).filter(isShared))
  return {
    shared: pick(first, (name) => names.has(name)),
    many: payloads.map((payload) => pick(payload, (name) => !names.has(name))),
  }
}

const pick = (payload: EventPayload, wanted: (name: string) => boolean): EventPayload =>
  Object.fromEntries(Object.entries(payload).filter(([name]) => wanted(name)))

const apart = ({ shared, many }: ManyPayloads) => many.map((own) => ({ ...shared, ...own }))

export interface FetchedJob {
  id: string
  data: EventPayload | ManyPayloads
}

const isMany = (data: FetchedJob['data']): data is ManyPayloads => Array.isArray(data.many)

export interface Run {
  handler: JobHandlers[string]
  boss: PgBoss
  /** The queue of single jobs. */
  name: string
  /** Waited for before each job. */
  before?: () => Promise<void>
}

/** So many single jobs are dealt with together, where the handler can. */
const AT_ONCE = 25

/** One job's failure must not make its neighbours run again: each failed one is failed alone. */
export async function runEach(jobs: readonly FetchedJob[], run: Run): Promise<void> {
  const { handler, before } = run
  // Those of many payloads take long, and have longer until they count as lost.
  const [singles = [], several = []] = [false, true].map((many) =>
    jobs.filter(({ data }) => isMany(data) === many),
  )
  const atOnce = typeof handler === 'function' ? 1 : AT_ONCE
  for (let from = 0; from < singles.length; from += atOnce) {
    await before?.()
    await runSingles(singles.slice(from, from + atOnce), run)
  }
  for (const job of several) {
    await before?.()
    await runOne(job, run)
  }
}

async function runSingles(jobs: readonly FetchedJob[], run: Run): Promise<void> {
  const { handler } = run
  if (typeof handler !== 'function' && jobs.length > 1) {
    const payloads = jobs.map(({ data }) => data as EventPayload)
    if (await succeeds(handler.many(payloads))) return
  }
  for (const job of jobs) await runOne(job, run)
}

async function runOne({ id, data }: FetchedJob, { handler, boss, name }: Run): Promise<void> {
  const one = typeof handler === 'function' ? handler : handler.one
  try {
    if (!isMany(data)) await one(data)
    else {
      const failed = await runMany(apart(data), handler, one)
      if (failed.length > 0)
        await boss.insert(
          name,
          failed.map((payload) => ({ data: payload })),
        )
    }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    await boss.fail(name, id, { message })
  }
}

const succeeds = (work: Promise<void>): Promise<boolean> =>
  work.then(
    () => true,
    () => false,
  )

/** Deals with payloads together or one by one; answers those that failed, to be queued alone. */
async function runMany(
  payloads: readonly EventPayload[],
  handler: JobHandlers[string],
  one: JobHandler,
): Promise<EventPayload[]> {
  if (typeof handler !== 'function' && (await succeeds(handler.many(payloads)))) return []
  const failed: EventPayload[] = []
  for (const payload of payloads) {
    try {
      await one(payload)
    } catch {
      failed.push(payload)
    }
  }
  return failed
}

export function handlerOf(handlers: JobHandlers, name: string): JobHandlers[string] {
  const handler = handlers[name]
  if (!handler) throw new Error(`no handler for job ${name}`)
  return handler
}
