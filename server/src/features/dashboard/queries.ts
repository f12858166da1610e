import { sql } from 'drizzle-orm'
import { DAY, type Instant } from '../../domain/instant.ts'
import { instantFromSql, instantToSql } from '../../platform/columns.ts'
import type { Db } from '../../platform/db.ts'
import { toInstantJson, toMoneyJson } from '../../platform/json.ts'

/** How long before expiry a service counts as expiring soon. */
const SOON_MS = 14 * DAY
const MONTHS = 12

/** Invoiced and paid, without tax, per calendar month of the business zone and currency. */
export async function revenueByMonth(db: Db, now: Instant, zone: string) {
  const { rows } = await db.execute<{ month: string; currency: string; net: string }>(sql`
    with months as (
      select to_char(m, 'YYYY-MM') as month from generate_series(
        date_trunc('month', ${instantToSql(now)}::timestamptz at time zone ${zone})
          - make_interval(months => ${MONTHS - 1}),
        date_trunc('month', ${instantToSql(now)}::timestamptz at time zone ${zone}),
        interval '1 month') m
    ), paid as (
      select to_char(coalesce(paid_at, issued_at) at time zone ${zone}, 'YYYY-MM') as month,
             currency, sum(net) as net
      from documents
      where state = 'issued' and (paid_at is not null or kind = 'credit_note')
      group by 1, 2
    )
    select months.month, paid.currency, coalesce(paid.net, 0) as net
    from months join paid using (month) order by 1, 2`)
  return rows.map((row) => ({
    month: row.month,
    net: toMoneyJson({ amount: BigInt(row.net), currency: row.currency }),
  }))
}

/** Months that one period of each cycle lasts, as a fraction in SQL. */
const MONTHLY_SHARE = sql.raw(`case cycle
  when 'weekly' then 52.0 / 12 when 'monthly' then 1 when 'quarterly' then 1.0 / 3
  when 'semiannually' then 1.0 / 6 when 'annually' then 1.0 / 12
  when 'biennially' then 1.0 / 24 when 'triennially' then 1.0 / 36 else 0 end`)

/** What the active services bring in a month at their present prices, per currency. */
export async function monthlyRecurringRevenue(db: Db) {
  const { rows } = await db.execute<{ currency: string; amount: string }>(sql`
    select currency, round(sum(price * ${MONTHLY_SHARE})) as amount
    from services where status = 'active' group by currency order by currency`)
  return rows.map((row) => toMoneyJson({ amount: BigInt(row.amount), currency: row.currency }))
}

/** The next services to expire that will not renew by themselves. */
export async function expiringSoon(db: Db, now: Instant) {
  const { rows } = await db.execute<{
    id: string
    number: string
    name: string
    customer: string
    expires_at: string
  }>(sql`
    select s.id, s.number, s.name, c.name as customer, s.expires_at
    from services s join customers c on c.id = s.customer_id
    where s.archived_at is null and s.status = 'active'
      and s.expires_sort between ${instantToSql(now)}::timestamptz
      and ${instantToSql(now + SOON_MS)}::timestamptz
    order by s.expires_sort, s.id limit 10`)
  return rows.map((row) => ({
    id: row.id,
    number: Number(row.number),
    name: row.name,
    customer: row.customer,
    expiresAt: toInstantJson(instantFromSql(row.expires_at)),
  }))
}

/** What waits for a person, by kind. */
export async function waitingForStaff(db: Db) {
  const { rows } = await db.execute<Record<string, string>>(sql`
    select
      (select count(*) from operations where state = 'failed' and due_at is null) as failed,
      (select count(*) from operations where state = 'unknown') as unknown,
      (select count(*) from operations where state = 'running') as running,
      (select count(*) from payments where state = 'unallocated') as payments,
      (select count(*) from mails where state = 'failed') as mails,
      (select count(*) from servers where health = 'unhealthy') as servers,
      (select count(*) from drift where state in ('open', 'fixing')) as drift,
      (select count(*) from service_schedule where blocked_on = 'staff') as automation,
      (select count(*) from brake_held where state = 'held') as brake,
      (select count(*) from services
        where status = 'pending' and paid_at is not null and deliver_on <> 'payment') as deliveries`)
  const row = rows[0] ?? {}
  return {
    failedOperations: Number(row.failed ?? 0),
    unknownOperations: Number(row.unknown ?? 0),
    runningOperations: Number(row.running ?? 0),
    unallocatedPayments: Number(row.payments ?? 0),
    failedMails: Number(row.mails ?? 0),
    unhealthyServers: Number(row.servers ?? 0),
    openDrift: Number(row.drift ?? 0),
    blockedServices: Number(row.automation ?? 0),
    heldByBrake: Number(row.brake ?? 0),
    waitingDeliveries: Number(row.deliveries ?? 0),
  }
}
