import { setTimeout as sleep } from 'node:timers/promises'
import { PgBoss } from 'pg-boss'
import type { Tx } from './db.ts'
import type { EventPayload, EventSink } from './events.ts'
import { type JobPlan, jobNames, jobOf, manyOf, queueNames } from './job-queues.ts'
import { keptText } from './kept-query.ts'
import {
  type FetchedJob,
  handlerOf,
  type JobHandlers,
  type ManyPayloads,
  runEach,
  together,
} from './run-jobs.ts'
import { urgentWork } from './urgent-work.ts'

export interface Jobs extends EventSink {
  /** Takes up work continuously, until `stop`. */
  start(handlers: JobHandlers): Promise<void>
  /** Runs everything that waits, once; answers how many jobs ran. */
  drain(handlers: JobHandlers): Promise<number>
  /** Whether no job can be taken up and none is in a worker's hands. */
  isEmpty(): Promise<boolean>
  /** Takes up nothing more, and waits for what is going on; `start` goes on. */
  rest(): Promise<void>
  stop(): Promise<void>
  /**
   * Something urgent begins in this process: plentiful jobs wait until what is answered was called,
   * a moment each, those of many payloads a minute at most. What is decided goes before what is
   * told.
   */
  standBack(): () => void
  /** Waits until nothing urgent goes on in this process, so long at most. */
  quiet(atMostMs: number): Promise<void>
}

const BATCH = 50
/** So many payloads of one transaction are one job each: a person's doing, to be seen one by one. */
const SINGLY = 10
/** More travel together, so many at a time: what a whole run causes costs next to nothing. */
const TOGETHER = 200
const TOGETHER_EXPIRE_SECONDS = 600
/** Jobs of many payloads stand back behind what is more urgent for so long at most. */
const STAND_BACK_MS = 60_000
/** Some single ones stand back for so long: a whole batch of them must not count as lost. */
const STEP_BACK_MS = 2000
const QUIET_POLL_MS = 20

export type IsNeeded = (event: string, payload: EventPayload) => boolean

export interface JobsOptions extends JobPlan {
  url: string
  /**
   * Jobs that often have nothing to do: whether one is needed, by event and what it says. Asked in
   * the transaction of the events; of those it says no to nothing is queued.
   */
  needed: Readonly<Record<string, (tx: Tx) => Promise<IsNeeded>>>
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

  async function waiting(): Promise<string[]> {
    await open()
    return queuesWithJobs(boss, queues)
  }

  return {
    async deliver(tx, events) {
      const queued = await jobsOf(tx, events, options)
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
        const before = options.plentiful.includes(name)
          ? () => urgent.over(STEP_BACK_MS)
          : undefined
        await boss.work<EventPayload>(
          name,
          { batchSize: BATCH, pollingIntervalSeconds: 2, burstWhenBatchFull: true },
          (jobs) => runEach(jobs, { handler, boss, name, before }),
        )
      }
      for (const name of options.plentiful) {
        const handler = handlerOf(handlers, name)
        await boss.work<ManyPayloads>(manyOf(name), { pollingIntervalSeconds: 2 }, async (jobs) => {
          await urgent.over(STAND_BACK_MS)
          await runEach(jobs, { handler, boss, name })
        })
      }
    },
    standBack: urgent.begin,
    quiet: urgent.over,
    async isEmpty() {
      return (await waiting()).length === 0
    },
    async drain(handlers) {
      let ran = 0
      for (let some = await waiting(); some.length > 0; some = await waiting()) {
        await othersSettled(boss)
        for (const queue of some) {
          const jobs = await boss.fetch<FetchedJob['data']>(queue, { batchSize: BATCH })
          if (jobs.length === 0) continue
          ran += jobs.length
          const name = jobOf(queue)
          await runEach(jobs, { handler: handlerOf(handlers, name), boss, name })
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

/** What events cause, by job; each payload with the name of its event. */
async function jobsOf(
  tx: Tx,
  events: ReadonlyMap<string, EventPayload[]>,
  { reactions, needed }: Pick<JobsOptions, 'reactions' | 'needed'>,
): Promise<Map<string, EventPayload[]>> {
  const queued = new Map<string, EventPayload[]>()
  for (const [event, payloads] of events) {
    for (const job of reactions[event] ?? []) {
      const list = queued.get(job) ?? []
      list.push(...payloads.map((payload) => ({ event, ...payload })))
      queued.set(job, list)
    }
  }
  for (const [job, askNeed] of Object.entries(needed)) {
    const payloads = queued.get(job)
    if (!payloads) continue
    const isNeeded = await askNeed(tx)
    const left = payloads.filter((payload) => isNeeded(String(payload.event), payload))
    if (left.length > 0) queued.set(job, left)
    else queued.delete(job)
  }
  return queued
}

/** Those queues, in their order, with a job that can be taken up or is in a worker's hands. */
async function queuesWithJobs(boss: PgBoss, queues: readonly string[]): Promise<string[]> {
  const sql = `select distinct name from pgboss.job where name = any($1)
    and (state = 'active' or state in ('created', 'retry') and start_after <= now())`
  const { rows } = await boss.getDb().executeSql(sql, [queues])
  const found = new Set(rows.map((row) => row.name))
  return queues.filter((queue) => found.has(queue))
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

interface Queued {
  job: string
  /** The queue that takes many payloads as one job. */
  together: string
  payloads: EventPayload[]
}

async function enqueue(boss: PgBoss, tx: Tx, { job, together, payloads }: Queued): Promise<void> {
  // In the caller's transaction; the text is long and always the same.
  const executeSql = (text: string, values: unknown[] = []) => keptText(tx, text, values)
  const options = { db: { executeSql } }
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
    const data = together(payloads.slice(index * TOGETHER, (index + 1) * TOGETHER))
    return { data, expireInSeconds: TOGETHER_EXPIRE_SECONDS }
  })
}
