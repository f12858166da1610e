import { ask } from '../load.ts'
import type { Pair } from './measure.ts'
import type { Subjects } from './subjects.ts'

/** Requests whose bare answer is written down: its SQL is run, its bytes are ready. */
export interface FixedCase {
  name: string
  path: string
  statements: { text: string; values: unknown[] }[]
}

const ATTENTION = `select count(*) as n from services s where s.archived_at is null and s.id in (
  select service_id from operations where state = 'unknown'
  union all select service_id from operations where state = 'failed' and due_at is null
  union all select service_id from service_schedule where blocked_on in ('staff', 'approval')
  union all select id from services where held_forever or automation_paused)`

/** The tabs' counts, without and with a filter, and the page of one service. */
export function fixedCases({ serviceId }: Subjects): FixedCase[] {
  const page = `select s.*, c.*, p.*, g.policy as group_policy, v.*, x.* from services s
    join customers c on c.id = s.customer_id left join products p on p.id = s.product_id
    left join product_groups g on g.id = p.group_id left join servers v on v.id = s.server_id
    left join service_schedule x on x.service_id = s.id where s.id = $1`
  const open = `select * from operations where service_id = $1
    and state in ('queued', 'running', 'unknown', 'failed')`
  return [
    {
      name: 'services.counts',
      path: 'services/counts',
      statements: [
        {
          text: `select status, sum(n) as n from service_count_delta where not archived group by 1`,
          values: [],
        },
        { text: ATTENTION, values: [] },
      ],
    },
    {
      name: 'services.counts_filtered',
      path: 'services/counts?metadata=rack',
      statements: [
        {
          text: `select status, count(*) as n from services s
            where s.archived_at is null and s.metadata <> '{}' and s.metadata ? 'rack' group by 1`,
          values: [],
        },
        {
          text: `${ATTENTION} and s.metadata <> '{}' and s.metadata ? 'rack'`,
          values: [],
        },
      ],
    },
    {
      name: 'services.page',
      path: `services/${serviceId}`,
      statements: [
        { text: page, values: [serviceId] },
        { text: open, values: [serviceId] },
        { text: 'select * from settings', values: [] },
      ],
    },
  ]
}

/** The environment that tells the bare handler its fixed answers, which are ours. */
export async function bareFixed(cases: readonly FixedCase[], api: { url: string; cookie: string }) {
  const answers = []
  for (const { name, path, statements } of cases) {
    const body = await ask({ url: `${api.url}/${path}`, headers: { cookie: api.cookie } })
    answers.push({ path: name, statements, body: body.toString() })
  }
  return { BENCH_FIXED: JSON.stringify(answers) }
}

export function fixedPairs(
  cases: readonly FixedCase[],
  { api, cookie, bare }: { api: string; cookie: string; bare: string },
): Pair[] {
  return cases.map(({ name, path }) => ({
    name,
    ours: { url: `${api}/${path}`, headers: { cookie } },
    bare: { url: `${bare}/${name}` },
  }))
}
