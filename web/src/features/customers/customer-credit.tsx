import { Button, Group, SegmentedControl, Stack, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Money, useFormat } from '../../i18n/format.ts'
import { Dialog } from '../../ui/action/dialog.tsx'
import { MoneyInput } from '../../ui/form/money-input.tsx'
import { Section } from '../../ui/page/section.tsx'
import { TextLink } from '../../ui/page/text-link.tsx'
import { notifyDone, ProblemAlert } from '../../ui/state/problem-alert.tsx'
import { PlainTable } from '../../ui/table/plain-table.tsx'
import type { TableColumn } from '../../ui/table/table-types.ts'
import { MoneyText } from '../../ui/value/money-text.tsx'
import { TimeText } from '../../ui/value/time-text.tsx'
import { usePermission } from '../shell/require-permission.tsx'
import {
  type CreditEntry,
  type CustomerPage,
  changeCredit,
  listCreditEntries,
  readCredit,
} from './customer-requests.ts'

/** The money a customer has with us, and how it came and went. */
export function CustomerCredit({ customer }: { customer: CustomerPage }) {
  const { t } = useTranslation()
  const format = useFormat()
  const mayChange = usePermission('credits:update')
  const [isChanging, setChanging] = useState(false)
  const credit = useQuery({
    queryKey: ['credit', customer.id],
    queryFn: () => readCredit(customer.id),
  })
  const entries = useQuery({
    queryKey: ['credit', customer.id, 'entries'],
    queryFn: () => listCreditEntries(customer.id),
  })
  const balance = credit.data?.balances.map(format.money).join(' + ')
  return (
    <Section
      title={t('customers.credit')}
      text={t('customers.balance', { balance: balance || '–' })}
      flush
      aside={
        mayChange && (
          <Button variant="default" onClick={() => setChanging(true)}>
            {t('customers.changeCredit')}
          </Button>
        )
      }
    >
      <PlainTable
        label={t('customers.credit')}
        query={entries}
        columns={creditColumns(t)}
        empty={{ title: t('customers.noCredit') }}
      />
      {isChanging && <CreditDialog customer={customer} onClose={() => setChanging(false)} />}
    </Section>
  )
}

function creditColumns(t: TFunction): TableColumn<CreditEntry>[] {
  return [
    { id: 'at', title: t('customers.at'), render: (row) => <TimeText at={row.at} /> },
    {
      id: 'reason',
      title: t('customers.reason'),
      render: (row) => t(`customers.creditReason.${row.reason}`),
    },
    { id: 'note', title: t('customers.note'), render: (row) => row.note || '–' },
    { id: 'by', title: t('customers.by'), render: (row) => row.by.name },
    {
      id: 'document',
      title: t('customers.document'),
      render: (row) =>
        row.documentId ? (
          <TextLink to={`/admin/invoices/${row.documentId}`}>{t('customers.open')}</TextLink>
        ) : (
          '–'
        ),
    },
    {
      id: 'amount',
      title: t('customers.amount'),
      render: (row) => <MoneyText value={row.amount} />,
      align: 'end',
    },
    {
      id: 'balance',
      title: t('customers.balanceAfter'),
      render: (row) => <MoneyText value={row.balanceAfter} />,
      align: 'end',
    },
  ]
}

function CreditDialog({ customer, onClose }: { customer: CustomerPage; onClose: () => void }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [direction, setDirection] = useState<'add' | 'remove'>('add')
  const [amount, setAmount] = useState<Money>()
  const [note, setNote] = useState('')
  const change = useMutation({
    mutationFn: (money: Money) => changeCredit(customer.id, { amount: money, direction, note }),
    onSuccess: async () => {
      notifyDone(t('customers.creditChanged'))
      onClose()
      await Promise.all([
        queries.invalidateQueries({ queryKey: ['credit'] }),
        queries.invalidateQueries({ queryKey: ['customer'] }),
      ])
    },
  })
  return (
    <Dialog onClose={onClose} title={t('customers.changeCredit')}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (amount && !change.isPending) change.mutate(amount)
        }}
      >
        <Stack gap="sm">
          <SegmentedControl
            aria-label={t('customers.direction')}
            value={direction}
            onChange={(value) => setDirection(value === 'remove' ? 'remove' : 'add')}
            data={[
              { value: 'add', label: t('customers.add') },
              { value: 'remove', label: t('customers.remove') },
            ]}
          />
          <MoneyInput
            label={t('customers.amount')}
            value={amount}
            currency={customer.currency}
            onChange={setAmount}
            required
          />
          <TextInput
            label={t('customers.note')}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
            required
          />
          {change.isError && <ProblemAlert error={change.error} withFields />}
          <Group justify="flex-end">
            <Button type="submit" loading={change.isPending} disabled={!amount || !note.trim()}>
              {t('customers.changeCredit')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
