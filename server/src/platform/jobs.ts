import { setTimeout as sleep } from 'node:timers/promises'
import { type SQL, sql } from 'drizzle-orm'
import type pg from 'pg'
import { fromDrizzle, PgBoss } from 'pg-boss'
import packageJson from 'pg-boss/package.json' with { type: 'json' }
import type { Tx } from './db.ts'
import type { EventPayload, EventSink } from './events.ts'
import { urgentWork } from './urgent-work.ts'

/**
 * Work to be done at once, outside the transaction that asked for it. Jobs run again after a
 * crash, so a handler sets and never increments. What must happen at a business time is no job
 * but a row with a due column (see due.ts).
 */
export type JobHandlers = Record<string, JobHandler | CollectiveHandler>

export type JobHandler = (payload: EventPayload) => Promise<void>

/** Deals with the payloads of one transaction together; alone with those that then fail. */
export interface CollectiveHandler {
  one: JobHandler
  many(payloads: readonly EventPayload[]): Promise<void>
}

/** event name → names of the jobs it causes. */
export type Reactions = Record<string, readonly string[]>

/** What there is to be queued. */
export interface JobPlan {
  reactions: Reactions
  /**
   * Jobs that come by the thousand when much is decided at once: those of many payloads have a queue
   * of their own, `<job>.many`, and stand back behind what is more urgent.
   */
  plentiful: readonly string[]
}

export interface Jobs extends EventSink {
  /** Takes up work continuously, until `stop`. */
  start(handlers: JobHandlers): Promise<void>
  /** Runs everything that waits, once; answers how many jobs ran. */
  drain(handlers: JobHandlers): Promise<number>
  /** Takes up nothing more, and waits for what is going on; `start` goes on. */
  rest(): Promise<void>
  stop(): Promise<void>
  /**
   * Something urgent begins in this process: jobs of many payloads wait until what is answered was
   * called, a minute at most. What a run decides goes before what it tells.
   */
  standBack(): () => void
}

/** `expireInSeconds`: a job whose process died is taken up again after that. */
const RETRY = { retryLimit: 8, retryDelay: 5, retryBackoff: true, expireInSeconds: 60 }
const BATCH = 50
/** So many payloads of one transaction are one job each: a person's doing, to be seen one by one. */
const SINGLY = 10
/** More travel together, so many at a time: what a whole run causes costs next to nothing. */
const TOGETHER = 200
const TOGETHER_EXPIRE_SECONDS = 600
/** Jobs of many payloads stand back behind what is more urgent for so long at most. */
const STAND_BACK_MS = 60_000
const QUIET_POLL_MS = 20

export interface JobsOptions extends JobPlan {
  url: string
  onError(error: unknown): void
}

export async function openJobs(options: JobsOptions): Promise<Jobs> {
  const boss = new PgBoss({
    connectionString: options.url,
    application_name: 'berth-jobs',
    max: 4,
    migrate: false,
    createSchema: false,
    supervise: true,
    schedule: false,
    useListenNotify: true,
  })
  boss.on('error', options.onError)
  const names = jobNames(options.reactions)
  const queues = queueNames(options)
  const urgent = urgentWork()
  let started = false

  /** Also a process that only queues jobs needs the queues' names. Opening twice is harmless. */
  async function open(): Promise<void> {
    if (!started) await boss.start()
    started = true
  }

  return {
    async deliver(tx, events) {
      const queued = new Map<string, EventPayload[]>()
      for (const [event, payloads] of events) {
        for (const job of options.reactions[event] ?? []) {
          const list = queued.get(job) ?? []
          list.push(...payloads.map((payload) => ({ event, ...payload })))
          queued.set(job, list)
        }
      }
      if (queued.size > 0) await open()
      for (const [job, payloads] of queued) {
        const together = options.plentiful.includes(job) ? manyOf(job) : job
        await enqueue(boss, tx, { job, together, payloads })
      }
    },
    async start(handlers) {
      await open()
      for (const name of names) {
        const handler = handlerOf(handlers, name)
        await boss.work<EventPayload>(
          name,
          { batchSize: BATCH, pollingIntervalSeconds: 2 },
          (jobs) => runEach(jobs, handler, boss, name),
        )
      }
      for (const name of options.plentiful) {
        const handler = handlerOf(handlers, name)
        await boss.work<ManyPayloads>(manyOf(name), { pollingIntervalSeconds: 2 }, async (jobs) => {
          await urgent.over(STAND_BACK_MS)
          await runEach(jobs, handler, boss, name)
        })
      }
    },
    standBack: urgent.begin,
    async drain(handlers) {
      await open()
      let ran = 0
      while (await anyQueued(boss, queues)) {
        await othersSettled(boss)
        for (const queue of queues) {
          const jobs = await boss.fetch<FetchedJob['data']>(queue, { batchSize: BATCH })
          if (jobs.length === 0) continue
          ran += jobs.length
          const name = jobOf(queue)
          await runEach(jobs, handlerOf(handlers, name), boss, name)
          const ids = jobs.map((job) => job.id)
          await boss.complete(queue, ids)
        }
      }
      return ran
    },
    async rest() {
      if (started) for (const queue of queues) await boss.offWork(queue)
    },
    async stop() {
      if (started) await boss.stop({ graceful: true, timeout: 10_000 })
    },
  }
}

/** True while a job can be taken up or is in a worker's hands. */
async function anyQueued(boss: PgBoss, names: readonly string[]): Promise<boolean> {
  const sql = `select 1 from pgboss.job where name = any($1)
    and (state = 'active' or state in ('created', 'retry') and start_after <= now()) limit 1`
  const { rows } = await boss.getDb().executeSql(sql, [names])
  return rows.length > 0
}

/** Waits for the jobs that other workers have in their hands. */
async function othersSettled(boss: PgBoss): Promise<void> {
  for (;;) {
    const sql = `select 1 from pgboss.job where state = 'active' limit 1`
    const { rows } = await boss.getDb().executeSql(sql)
    if (rows.length === 0) return
    await sleep(QUIET_POLL_MS)
  }
}

/** Creates or updates the job tables and one queue per job. Part of `migrate`. */
export async function migrateJobs(url: string, plan: JobPlan): Promise<void> {
  const boss = new PgBoss({ connectionString: url, max: 2, supervise: false, schedule: false })
  boss.on('error', () => {})
  await boss.start()
  for (const name of queueNames(plan)) {
    if (await boss.getQueue(name)) await boss.updateQueue(name, RETRY)
    else await boss.createQueue(name, { ...RETRY, notify: true })
  }
  await boss.stop({ graceful: false })
}

/** Compares the job tables and queues of a database with those of this code. Writes nothing. */
export async function jobTablesState(
  client: pg.Client,
  plan: JobPlan,
): Promise<'current' | 'older' | 'newer'> {
  const there = await client.query(`select to_regclass('pgboss.version') as t`)
  if (there.rows[0].t === null) return 'older'
  const { rows } = await client.query('select version from pgboss.version')
  const version = Number(rows[0]?.version ?? 0)
  if (version !== packageJson.pgboss.schema)
    return version > packageJson.pgboss.schema ? 'newer' : 'older'
  const missing = await client.query(
    'select name from unnest($1::text[]) name where name not in (select name from pgboss.queue)',
    [queueNames(plan)],
  )
  return missing.rows.length > 0 ? 'older' : 'current'
}

export function jobNames(reactions: Reactions): string[] {
  return [...new Set(Object.values(reactions).flat())].sort()
}

/** The queue for the jobs of many payloads of a plentiful one. */
const MANY = '.many'
const manyOf = (job: string) => `${job}${MANY}`
const jobOf = (queue: string) => (queue.endsWith(MANY) ? queue.slice(0, -MANY.length) : queue)

function queueNames({ reactions, plentiful }: JobPlan): string[] {
  return [...jobNames(reactions), ...plentiful.map(manyOf)]
}

/**
 * SQL that is true while a job with this value in its payload waits for its first attempt or runs;
 * one of many payloads stands for every value. One that failed and is to be tried again holds
 * nobody up.
 */
export function waitingJob(name: string, field: string, value: SQL): SQL {
  return sql`exists (
    select 1 from pgboss.job waiting
    where waiting.name in (${name}, ${manyOf(name)}) and waiting.state in ('created', 'active')
      and (waiting.name = ${manyOf(name)}
        or waiting.data->>${sql.param(field)}::text = ${value}))`
}

interface ManyPayloads {
  many: EventPayload[]
}

interface Queued {
  job: string
  /** The queue that takes many payloads as one job. */
  together: string
  payloads: EventPayload[]
}

async function enqueue(boss: PgBoss, tx: Tx, { job, together, payloads }: Queued): Promise<void> {
  const options = { db: fromDrizzle(tx, sql) }
  if (payloads.length > SINGLY) await boss.insert(together, collected(payloads), options)
  else
    await boss.insert(
      job,
      payloads.map((data) => ({ data })),
      options,
    )
}

function collected(payloads: readonly EventPayload[]) {
  return Array.from({ length: Math.ceil(payloads.length / TOGETHER) }, (_, index) => {
    const data: ManyPayloads = { many: payloads.slice(index * TOGETHER, (index + 1) * TOGETHER) }
    return { data, expireInSeconds: TOGETHER_EXPIRE_SECONDS }
  })
}

function handlerOf(handlers: JobHandlers, name: string): JobHandlers[string] {
  const handler = handlers[name]
  if (!handler) throw new Error(`no handler for job ${name}`)
  return handler
}

interface FetchedJob {
  id: string
  data: EventPayload | ManyPayloads
}

const isMany = (data: FetchedJob['data']): data is ManyPayloads => Array.isArray(data.many)

/** One job's failure must not make its neighbours run again: each failed one is failed alone. */
async function runEach(
  jobs: readonly FetchedJob[],
  handler: JobHandlers[string],
  boss: PgBoss,
  name: string,
): Promise<void> {
  const one = typeof handler === 'function' ? handler : handler.one
  // Those of many payloads take long, and have longer until they count as lost.
  for (const { id, data } of jobs.toSorted((a, b) => +isMany(a.data) - +isMany(b.data))) {
    try {
      if (!isMany(data)) await one(data)
      else {
        const failed = await runMany(data.many, handler, one)
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
}

/** Deals with payloads together or one by one; answers those that failed, to be queued alone. */
async function runMany(
  payloads: readonly EventPayload[],
  handler: JobHandlers[string],
  one: JobHandler,
): Promise<EventPayload[]> {
  if (typeof handler !== 'function') {
    const isDone = await handler.many(payloads).then(
      () => true,
      () => false,
    )
    if (isDone) return []
  }
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
