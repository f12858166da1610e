import { Button } from '@mantine/core'
import { IconCheck, IconHandStop } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Money } from '../../i18n/format.ts'
import { DataTable } from '../../ui/table/data-table.tsx'
import type { TableFilter, TableSelection } from '../../ui/table/table-types.ts'
import { useListState } from '../../ui/table/use-list-state.ts'
import { customerLookup } from '../customers/customer-lookup.ts'
import { usePermission } from '../shell/require-permission.tsx'
import { AnswerDialog } from './answer-dialog.tsx'
import { heldOf, moneyOf } from './brake-figures.ts'
import { type BrakeSelect, listHeld } from './brake-requests.ts'
import {
  BRAKE_REASONS,
  BRAKED_STEPS,
  type BrakedStep,
  type BrakeToday,
  type HeldRow,
} from './brake-types.ts'
import { heldColumns } from './held-columns.tsx'

const LIST = {
  sort: '',
  tab: 'suspend',
  limit: 50,
  names: { tab: 'step' },
  filters: ['customerId', 'reason'],
}

/** What staff are asked about: the rows, and the answer that they chose. */
export interface Asked {
  answer: 'approve' | 'refuse'
  step: BrakedStep
  select: BrakeSelect
  /** Once it is carried out: what was ticked is no longer in the list. */
  onDone?: (() => void) | undefined
  count: number
  /** What is at stake with these, by currency. */
  money: Money[]
}

/** Everything that is held, one kind of step at a time, to be approved or held for longer. */
export function HeldList({ today }: { today: BrakeToday }) {
  const { t } = useTranslation()
  const list = useListState(LIST)
  const [asked, setAsked] = useState<Asked | null>(null)
  const step = (list.tab ?? LIST.tab) as BrakedStep
  const held = useQuery({
    queryKey: ['brake', 'held', list.query, step],
    queryFn: () => listHeld({ ...list.query, step }),
    placeholderData: keepPreviousData,
  })
  const countOf = (one: BrakedStep) => heldOf(today, one).count
  const all = held.data?.total.count ?? 0
  const ask = (
    answer: Asked['answer'],
    selection: TableSelection<HeldRow>,
    onDone?: () => void,
  ) => {
    const frozen = selected(selection, list.filters, held.data?.money ?? [])
    setAsked({ answer, step, ...frozen, onDone })
  }
  const everything = { kind: 'all_matching', count: all, isExact: true } as const
  return (
    <>
      <DataTable
        name="brake"
        list={list}
        query={held}
        columns={heldColumns(t)}
        tabs={BRAKED_STEPS.map((id) => ({
          id,
          label: t(`brake.step.${id}`),
          count: countOf(id),
        }))}
        filters={useHeldFilters()}
        rowTo={(row) => `/admin/services/${row.service.id}`}
        toolbar={
          all > 0 && <AnswerButtons isAll count={all} onAsk={(answer) => ask(answer, everything)} />
        }
        bulkBar={(selection, clear) => (
          <AnswerButtons
            count={selection.kind === 'rows' ? selection.rows.length : selection.count}
            onAsk={(answer) => ask(answer, selection, clear)}
          />
        )}
        empty={{ title: t('brake.nothingHeld'), text: t('brake.nothingHeldText') }}
      />
      {asked && <AnswerDialog key={asked.answer} asked={asked} onClose={() => setAsked(null)} />}
    </>
  )
}

/** The rows that are ticked, or all that the list shows as it is narrowed; both are frozen there. */
function selected(
  selection: TableSelection<HeldRow>,
  filters: Record<string, string>,
  money: Money[],
): Pick<Asked, 'select' | 'count' | 'money'> {
  if (selection.kind === 'all_matching')
    return { select: { filters }, count: selection.count, money }
  const { rows } = selection
  const serviceIds = rows.map(({ service }) => service.id)
  return { select: { serviceIds }, count: rows.length, money: moneyOf(rows) }
}

interface AnswerButtonsProps {
  count: number
  isAll?: boolean
  onAsk: (answer: Asked['answer']) => void
}

function AnswerButtons({ count, isAll, onAsk }: AnswerButtonsProps) {
  const { t } = useTranslation()
  const isPermitted = usePermission('automation:update')
  const title = isPermitted
    ? undefined
    : t('shell.needsPermission', { permission: 'automation:update' })
  const which = isAll ? 'All' : ''
  return (
    <>
      <Button
        size={isAll ? 'xs' : 'compact-sm'}
        leftSection={<IconCheck size={14} />}
        disabled={!isPermitted}
        title={title}
        onClick={() => onAsk('approve')}
      >
        {t(`brake.approve${which}`, { count })}
      </Button>
      <Button
        size={isAll ? 'xs' : 'compact-sm'}
        variant="default"
        leftSection={<IconHandStop size={14} />}
        disabled={!isPermitted}
        title={title}
        onClick={() => onAsk('refuse')}
      >
        {t(`brake.refuse${which}`, { count })}
      </Button>
    </>
  )
}

function useHeldFilters(): TableFilter[] {
  const { t } = useTranslation()
  return [
    {
      ...{ id: 'customerId', label: t('brake.customer') },
      ...{ kind: 'lookup', lookup: customerLookup },
    },
    {
      ...{ id: 'reason', label: t('brake.why'), kind: 'choice' },
      options: BRAKE_REASONS.map((value) => ({ value, label: t(`brake.reason.${value}`) })),
    },
  ]
}
