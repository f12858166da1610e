import { sql } from 'drizzle-orm'
import type { Check } from '../check.ts'

/** Fiscal numbers in their parts: series, year, counter. */
const NUMBERED = sql`
  select id, number, issued_on, parts[1] as series, parts[2]::int as year, parts[3]::bigint as n
  from (
    select id, number, issued_on, regexp_match(number, '^(.*)-([0-9]{4})-([0-9]+)$') as parts
    from documents where number is not null
  ) read`

/** Numbers that staff said were given before a backup, and whose documents it does not hold. */
const KNOWN_MISSING = sql`
  select series, year, sum(last - first + 1) as n
  from history h, jsonb_to_recordset(h.after->'missing')
    as missing (series text, year int, first bigint, last bigint)
  where h.subject = 'installation' and h.kind = 'installation.confirmed'
  group by series, year`

export const documentChecks: readonly Check[] = [
  {
    name: 'documents.totals',
    sentence: 'A document is the sum of its lines.',
    offending: () => sql`
      select format('document %s: %s %s %s, its lines %s + %s',
        coalesce(d.number, d.id::text), d.net, d.tax, d.gross, l.net, l.tax) as what
      from documents d
      left join (
        select document_id, sum(net) as net, sum(tax) as tax from document_lines group by 1
      ) l on l.document_id = d.id
      where d.state <> 'void' and (d.gross <> d.net + d.tax
        or d.net <> coalesce(l.net, 0) or d.tax <> coalesce(l.tax, 0))`,
  },
  {
    name: 'documents.lines_add_up',
    sentence: 'A line costs its quantity times its price.',
    offending: () => sql`
      select format('line %s: %s × %s is not %s', id, quantity, unit_price, amount) as what
      from document_lines where amount <> quantity * unit_price`,
  },
  {
    name: 'documents.paid_takes_effect',
    sentence:
      'A document is marked as paid when nothing is due any more, and its effects are kept.',
    offending: () => sql`
      select format('document %s', coalesce(d.number, d.id::text)) as what
      from documents d
      where d.kind = 'invoice' and d.state <> 'void' and (
        (d.paid_at is null and d.gross > 0 and d.credited < d.gross
          and d.paid >= d.gross - d.credited)
        or (d.paid_at is not null and not exists (
          select from document_effects e where e.document_id = d.id and e.effect = 'paid'))
        or (d.paid_at is not null and d.paid < d.gross - d.credited and not exists (
          select from payments p where p.document_id = d.id and p.allocated < 0)))`,
  },
  {
    name: 'documents.due_not_negative',
    sentence: 'No document is paid beyond what is due, and a void one holds no money.',
    offending: () => sql`
      select format('document %s: %s paid of %s', coalesce(number, id::text), paid, gross - credited)
        as what
      from documents where kind = 'invoice'
        and ((state <> 'void' and paid > gross - credited) or (state = 'void' and paid <> 0))`,
  },
  {
    name: 'documents.credited',
    sentence: 'What is credited on an invoice is the sum of its credit notes.',
    offending: () => sql`
      select format('invoice %s: %s credited, notes over %s', d.number, d.credited, notes.gross)
        as what
      from documents d
      left join (
        select corrects_id, -sum(gross) as gross from documents
        where kind = 'credit_note' group by 1
      ) notes on notes.corrects_id = d.id
      where d.kind = 'invoice' and d.credited <> coalesce(notes.gross, 0)`,
  },
  {
    name: 'documents.numbers_without_gaps',
    sentence: 'Fiscal numbers have no gap, and the counter stands at the last one.',
    offending: () => sql`
      select format('%s-%s: last %s, %s documents up to %s', s.series, s.year, s.last,
        coalesce(d.n, 0), coalesce(d.highest, 0)) as what
      from number_series s
      full join (
        select series, year, count(*) as n, max(n) as highest from (${NUMBERED}) given group by 1, 2
      ) d using (series, year)
      left join (${KNOWN_MISSING}) m using (series, year)
      where s.last is distinct from coalesce(d.n, 0) + coalesce(m.n, 0)
        or coalesce(d.highest, 0) > s.last`,
  },
  {
    name: 'documents.dates_rise',
    sentence: 'The dates of a series never fall as its numbers rise.',
    offending: () => sql`
      select format('%s is of %s, the one before of %s', number, issued_on, former) as what
      from (
        select number, issued_on, lag(issued_on) over (partition by series order by year, n) as former
        from (${NUMBERED}) given
      ) numbered where issued_on < former`,
  },
]
