import { Menu } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, read } from '../../../api/client.ts'
import { customerLookup } from '../../../features/customers/customer-lookup.ts'
import { paymentContext } from '../../../features/documents/document-actions.tsx'
import { listPayments, type PaymentRow } from '../../../features/documents/document-requests.ts'
import { InvoicesTabs } from '../../../features/documents/invoices-tabs.tsx'
import { RequirePermission } from '../../../features/shell/require-permission.tsx'
import { ActionDialog } from '../../../ui/action/action-dialog.tsx'
import { ActionItems } from '../../../ui/action/action-menu.tsx'
import type { ActionOffer } from '../../../ui/action/action-types.ts'
import { PageHeader } from '../../../ui/page/page-header.tsx'
import { TextLink } from '../../../ui/page/text-link.tsx'
import { DataTable } from '../../../ui/table/data-table.tsx'
import type { TableColumn } from '../../../ui/table/table-types.ts'
import { useListState } from '../../../ui/table/use-list-state.ts'
import { MoneyText } from '../../../ui/value/money-text.tsx'
import { StatusBadge } from '../../../ui/value/status-badge.tsx'
import { TimeText } from '../../../ui/value/time-text.tsx'

const LIST = { sort: '', tab: 'all', filters: ['kind', 'customerId'] }
const STATES = ['unallocated', 'allocated', 'resolved']
const KINDS = ['payment', 'refund', 'chargeback']

/** Every payment, refund and chargeback; what belongs to nothing waits for a decision. */
export default function PaymentsPage() {
  return (
    <RequirePermission permission="payments:read">
      <PaymentList />
    </RequirePermission>
  )
}

interface Chosen {
  payment: PaymentRow
  offer: ActionOffer
}

function PaymentList() {
  const { t } = useTranslation()
  const list = useListState(LIST)
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const payments = useQuery({
    queryKey: ['payment', 'list', list.query, list.tab],
    queryFn: () => listPayments(toQuery(list.query, list.tab)),
    placeholderData: keepPreviousData,
  })
  return (
    <>
      <PageHeader title={t('documents.page.paymentList')} secondary={<InvoicesTabs />} />
      <DataTable
        name="payments"
        list={list}
        query={payments}
        columns={paymentColumns(t)}
        tabs={[
          { id: 'all', label: t('documents.tab.all') },
          ...STATES.map((id) => ({ id, label: t(`ui.status.payment.${id}`) })),
        ]}
        filters={[
          {
            id: 'kind',
            label: t('documents.kindLabel'),
            kind: 'choice',
            options: KINDS.map((kind) => ({
              value: kind,
              label: t(`documents.paymentKind.${kind}`),
            })),
          },
          {
            id: 'customerId',
            label: t('documents.customer'),
            kind: 'lookup',
            lookup: customerLookup,
          },
        ]}
        searchLabel={t('documents.reference')}
        rowMenu={(row) => (
          <PaymentActions payment={row} onChoose={(offer) => setChosen({ payment: row, offer })} />
        )}
        empty={{ title: t('documents.noPayments') }}
      />
      {chosen && (
        <ActionDialog
          offer={withCustomers(chosen.offer)}
          onClose={() => setChosen(null)}
          {...paymentContext(chosen.payment)}
          loadChoices={() => customerLookup.search('')}
        />
      )}
    </>
  )
}

function PaymentActions(props: { payment: PaymentRow; onChoose: (offer: ActionOffer) => void }) {
  const { t } = useTranslation()
  const { id } = props.payment
  const actions = useQuery({
    queryKey: ['payment', id, 'actions'],
    queryFn: () =>
      read(api.GET('/api/v1/admin/payments/{id}/actions', { params: { path: { id } } })),
  })
  if (!actions.data) return <Menu.Label>{t('ui.state.loading')}</Menu.Label>
  return (
    <ActionItems
      actions={actions.data.items}
      onOpen={props.onChoose}
      {...paymentContext(props.payment)}
    />
  )
}

/** Whose credit an unallocated payment becomes is chosen by name. */
function withCustomers(offer: ActionOffer): ActionOffer {
  const customerId = offer.form?.properties?.customerId
  if (!offer.form || !customerId) return offer
  const properties = {
    ...offer.form.properties,
    customerId: { ...customerId, choices: 'customers' },
  }
  return { ...offer, form: { ...offer.form, properties } }
}

function paymentColumns(t: TFunction): TableColumn<PaymentRow>[] {
  return [
    {
      id: 'reference',
      title: t('documents.reference'),
      render: (row) => row.reference,
      isMain: true,
    },
    {
      id: 'kind',
      title: t('documents.kindLabel'),
      render: (row) => t(`documents.paymentKind.${row.kind}`),
    },
    {
      id: 'gateway',
      title: t('documents.gatewayLabel'),
      render: (row) => t(`documents.gateway.${row.gateway}`, { defaultValue: row.gateway }),
    },
    {
      id: 'customer',
      title: t('documents.customer'),
      render: (row) =>
        row.customer ? (
          <TextLink to={`/admin/customers/${row.customer.id}`} isQuiet>
            {row.customer.name}
          </TextLink>
        ) : (
          '–'
        ),
    },
    {
      id: 'document',
      title: t('documents.document'),
      render: (row) =>
        row.documentId ? (
          <TextLink to={`/admin/invoices/${row.documentId}`}>{row.documentName}</TextLink>
        ) : (
          '–'
        ),
    },
    {
      id: 'amount',
      title: t('documents.amount'),
      render: (row) => <MoneyText value={row.amount} />,
      align: 'end',
    },
    {
      id: 'state',
      title: t('documents.status'),
      render: (row) => (
        <>
          <StatusBadge kind="payment" status={row.state} />
          {row.problem && ` ${t(`documents.problem.${row.problem}`)}`}
        </>
      ),
    },
    {
      id: 'received',
      title: t('documents.received'),
      render: (row) => <TimeText at={row.receivedAt} />,
    },
  ]
}

/** The search box looks for references; payments come newest first, there is no other order. */
function toQuery(query: Record<string, string>, tab: string | null): Record<string, string> {
  const { search, sort: _, ...rest } = query
  return {
    ...rest,
    ...(search ? { reference: search } : {}),
    ...(tab && tab !== 'all' ? { state: tab } : {}),
  }
}
