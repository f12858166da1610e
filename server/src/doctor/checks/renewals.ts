import { sql } from 'drizzle-orm'
import type { Check } from '../check.ts'

/**
 * Entries in which something else than a renewal changed a column of a service: an edit, a further
 * life after its end, a period that was taken back.
 */
const changedOtherwise = (column: string) => sql`
  h.subject = 'service' and h.kind <> 'service.renewed'
  and h.before->${sql.raw(`'${column}'`)} is distinct from h.after->${sql.raw(`'${column}'`)}`

/** Applied renewals with the one before of the same service. */
const IN_ORDER = sql`
  select service_id, period_start_at, applied_at,
    lag(period_end_at) over own as former_end_at, lag(applied_at) over own as former_applied_at
  from renewals where state = 'applied'
  window own as (partition by service_id order by period_start_at, id)`

export const renewalChecks: readonly Check[] = [
  {
    name: 'renewals.one_open',
    sentence: 'A service has at most one open renewal.',
    offending: () => sql`
      select format('service %s: %s open renewals', service_id, count(*)) as what
      from renewals where state = 'open' group by service_id having count(*) > 1`,
  },
  {
    name: 'renewals.period_once',
    sentence: 'A period of a service is bought once, unless its expiry was moved back in between.',
    offending: () => sql`
      select format('service %s, period from %s: %s renewals', service_id, period_start_at, count(*))
        as what
      from renewals where state = 'applied' and sold_again_at is null
      group by service_id, period_start_at having count(*) > 1`,
  },
  {
    name: 'renewals.contiguous',
    sentence:
      'Each bought period starts where the one before ended, or at its payment after a lapse, ' +
      'unless the history says that the expiry was changed in between.',
    offending: () => sql`
      select format('service %s: a period ends at %s, the next starts at %s',
        r.service_id, r.former_end_at, r.period_start_at) as what
      from (${IN_ORDER}) r
      where r.period_start_at <> r.former_end_at
        and not (r.period_start_at > r.former_end_at and r.period_start_at = r.applied_at)
        and not exists (
          select from history h where ${changedOtherwise('expiresAt')}
            and h.subject_id = r.service_id::text
            and h.at >= least(r.former_applied_at, r.applied_at)
            and h.at <= greatest(r.former_applied_at, r.applied_at))`,
  },
  {
    name: 'renewals.counted',
    sentence: 'The number of renewals of a service is the number of its bought periods.',
    offending: () => sql`
      select format('service #%s: counts %s, has %s', s.number, s.renewal_count, bought.n) as what
      from services s
      left join (
        select service_id, sum(periods) as periods from renewals where state = 'applied' group by 1
      ) r on r.service_id = s.id
      cross join lateral (select coalesce(r.periods, 0) as n) bought
      where s.renewal_count <> bought.n and not exists (
        select from history h where ${changedOtherwise('renewalCount')}
          and h.kind <> 'service.renewal_reversed' and h.subject_id = s.id::text)`,
  },
  {
    name: 'renewals.expiry',
    sentence:
      'A service is paid until the end of its last bought period, unless the history says that the ' +
      'expiry was changed since.',
    offending: () => sql`
      select format('service #%s: expires %s, last period ends %s',
        s.number, s.expires_at, r.period_end_at) as what
      from services s
      join (
        select distinct on (service_id) service_id, period_end_at, applied_at from renewals
        where state = 'applied' order by service_id, applied_at desc, period_end_at desc
      ) r on r.service_id = s.id
      where s.expires_at is distinct from r.period_end_at and not exists (
        select from history h where ${changedOtherwise('expiresAt')}
          and h.subject_id = s.id::text and h.at >= r.applied_at)`,
  },
  {
    name: 'renewals.open_has_document',
    sentence: 'An open renewal stands on an unpaid document, by a line of its own.',
    offending: () => sql`
      select format('renewal %s of service %s', r.id, r.service_id) as what
      from renewals r where r.state = 'open' and not exists (
        select from document_lines l join documents d on d.id = l.document_id
        where l.id = r.line_id and l.renewal_id = r.id and l.document_id = r.document_id
          and d.kind = 'invoice' and d.state <> 'void' and d.paid_at is null)`,
  },
  {
    name: 'renewals.document_has_open',
    sentence: 'A renewal on an unpaid document is open.',
    offending: () => sql`
      select format('line %s of document %s', l.id, d.id) as what
      from documents d
      join document_lines l on l.document_id = d.id and l.kind = 'renewal'
      left join renewals r on r.id = l.renewal_id
      where d.kind = 'invoice' and d.state <> 'void' and d.paid_at is null
        and r.state is distinct from 'open'
        and not exists (select from document_lines note where note.corrects_line_id = l.id)`,
  },
]
