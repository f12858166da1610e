import type pg from 'pg'
import { type Figure, print, progress, quantile, rounded } from '../figure.ts'
import { comeDue, countSteps, lookAtNow, PICKED } from './due.ts'
import type { AutomationBench } from './part.ts'
import { lookInVain, type Pass, sweepOnce } from './sweep-process.ts'

const LOOKS = 200
const MANY = 5000

/** A step of the life of services that are not paid, in the order in which it happens to them. */
interface Stage {
  name: string | null
  step: string
  /** What is done to the picked services so that the step is due. */
  prepare: string[]
}

const STAGES: readonly Stage[] = [
  {
    name: 'remind.pass',
    step: 'remind',
    prepare: [
      `update services set expires_at = now() + interval '2 days 23 hours' where id in (select id from ${PICKED})`,
      `update documents set mailed_at = now() - interval '5 days' where id in
        (select document_id from renewals where service_id in (select id from ${PICKED}))`,
    ],
  },
  {
    name: 'suspend.pass',
    step: 'suspend',
    prepare: [
      `update services set expires_at = now() - interval '1 hour' where id in (select id from ${PICKED})`,
    ],
  },
  {
    name: null,
    step: 'final_notice',
    prepare: [
      `update operations set state = 'succeeded', due_at = null, settled_at = now()
        where service_id in (select id from ${PICKED})`,
      `update services set status = 'suspended', suspended_at = now() - interval '9 days',
        suspensions = jsonb_build_array(jsonb_build_object('cause', 'overdue', 'note', '', 'message', '',
          'since', to_char(now() at time zone 'utc' - interval '9 days', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
          'by', jsonb_build_object('kind', 'automation', 'id', null, 'name', 'automation')))
        where id in (select id from ${PICKED})`,
    ],
  },
  {
    name: 'expire.pass',
    step: 'expire',
    prepare: [
      `update automation_steps set done_at = done_at - interval '3 days'
        where service_id in (select id from ${PICKED}) and step like 'final_notice%'`,
    ],
  },
]

/** Looks at nothing, then a few thousand services through the steps of a life that nobody pays. */
export async function measurePasses(bench: AutomationBench): Promise<void> {
  const { client, env, size } = bench
  await sweepOnce(env)
  print(quietFigure(await lookInVain(env, LOOKS), size))
  const count = await comeDue(client, Math.min(MANY, Math.floor(size / 10)))
  await sweepOnce(env)
  const asked = await countSteps(client, 'invoice')
  if (asked !== count) throw new Error(`${asked} of ${count} renewals were asked`)
  for (const stage of STAGES) await measureStage(bench, stage, count)
}

async function measureStage(
  { client, env, size }: AutomationBench,
  { name, step, prepare }: Stage,
  count: number,
): Promise<void> {
  for (const statement of prepare) await client.query(statement)
  await freshly(client)
  await lookAtNow(client)
  const pass = await sweepOnce(env)
  const made = await countSteps(client, step)
  if (made !== count) throw new Error(`${step}: ${made} of ${count} services had it`)
  if (name !== null) print(passFigure(name, { pass, count, size }))
}

const freshly = (client: pg.Client) => client.query('analyze services')

function passFigure(
  name: string,
  { pass, count, size }: { pass: Pass; count: number; size: number },
): Figure {
  const perSecond = (count * 1000) / pass.ms
  progress(`${name} at ${size}: ${rounded(perSecond)} per s`)
  return {
    ...{ name, size, n: count, value: rounded(perSecond), unit: 'per s' },
    ...{ p50: null, p99: null, limit: null, ratio: null },
    of: `no limit: its rate at every size is to be the same; one process that only sweeps, ${rounded((pass.cpuMs * 1000) / count)} µs of its processor for each`,
  }
}

function quietFigure(latencies: readonly number[], size: number): Figure {
  const [p50, p99] = [rounded(quantile(latencies, 0.5)), rounded(quantile(latencies, 0.99))]
  progress(`sweep.quiet at ${size}: p50 ${p50} ms`)
  return {
    ...{ name: 'sweep.quiet', size, n: latencies.length, value: null, unit: 'ms', p50, p99 },
    ...{ limit: null, ratio: null },
    of: 'no limit: a look when nothing is due is to take as long at every size',
  }
}
