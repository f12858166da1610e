import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Section } from '../../ui/page/section.tsx'
import { TextLink } from '../../ui/page/text-link.tsx'
import { PlainTable } from '../../ui/table/plain-table.tsx'
import { StatusBadge } from '../../ui/value/status-badge.tsx'
import { TimeText } from '../../ui/value/time-text.tsx'
import { documentColumns } from '../documents/document-columns.tsx'
import { listDocuments } from '../documents/document-requests.ts'
import { orderColumns } from '../orders/order-columns.tsx'
import { listOrders } from '../orders/order-requests.ts'
import { serviceColumns } from '../services/service-columns.tsx'
import { listServices } from '../services/service-requests.ts'
import { usePermission } from '../shell/require-permission.tsx'
import { listCustomerMails } from './customer-requests.ts'

const LIMIT = '50'

interface ListProps {
  customerId: string
}

export function CustomerServices({ customerId }: ListProps) {
  const { t } = useTranslation()
  const mayOrder = usePermission('orders:create')
  const services = useQuery({
    queryKey: ['service', 'of-customer', customerId],
    queryFn: () => listServices({ customerId, archived: 'with', limit: LIMIT }),
  })
  return (
    <Section
      title={t('services.title')}
      flush
      aside={
        mayOrder && (
          <Button
            component={Link}
            to="/admin/orders/new"
            search={{ customer: customerId } as never}
            variant="default"
            leftSection={<IconPlus size={14} />}
          >
            {t('orders.new')}
          </Button>
        )
      }
    >
      <PlainTable
        label={t('services.title')}
        query={services}
        columns={serviceColumns(t, ['customer', 'created'])}
        rowTo={(row) => `/admin/services/${row.id}`}
        empty={{ title: t('services.empty') }}
      />
      <More to="/admin/services" customerId={customerId} isThere={services.data?.nextCursor} />
    </Section>
  )
}

export function CustomerDocuments({ customerId }: ListProps) {
  const { t } = useTranslation()
  const documents = useQuery({
    queryKey: ['document', 'of-customer', customerId],
    queryFn: () => listDocuments({ customerId, limit: LIMIT, sort: '-createdAt' }),
  })
  return (
    <Section title={t('documents.title')} flush>
      <PlainTable
        label={t('documents.title')}
        query={documents}
        columns={documentColumns(t, ['customer'])}
        rowTo={(row) => `/admin/invoices/${row.id}`}
        empty={{ title: t('documents.empty') }}
      />
      <More to="/admin/invoices" customerId={customerId} isThere={documents.data?.nextCursor} />
    </Section>
  )
}

export function CustomerOrders({ customerId }: ListProps) {
  const { t } = useTranslation()
  const orders = useQuery({
    queryKey: ['order', 'of-customer', customerId],
    queryFn: () => listOrders({ customerId, limit: LIMIT }),
  })
  return (
    <Section title={t('orders.title')} flush>
      <PlainTable
        label={t('orders.title')}
        query={orders}
        columns={orderColumns(t, ['customer'])}
        rowTo={(row) => `/admin/orders/${row.id}`}
        empty={{ title: t('orders.empty') }}
      />
      <More to="/admin/orders" customerId={customerId} isThere={orders.data?.nextCursor} />
    </Section>
  )
}

export function CustomerMails({ customerId }: ListProps) {
  const { t } = useTranslation()
  const mails = useQuery({
    queryKey: ['mail', 'of-customer', customerId],
    queryFn: () => listCustomerMails(customerId),
  })
  return (
    <Section title={t('customers.mails')} flush>
      <PlainTable
        label={t('customers.mails')}
        query={mails}
        columns={[
          { id: 'subject', title: t('customers.mailSubject'), render: (row) => row.subject },
          { id: 'to', title: t('customers.mailTo'), render: (row) => row.to },
          {
            id: 'state',
            title: t('customers.mailState'),
            render: (row) => <StatusBadge kind="mail" status={row.state} />,
          },
          { id: 'at', title: t('customers.at'), render: (row) => <TimeText at={row.createdAt} /> },
        ]}
        rowTo={(row) => `/admin/mails/${row.id}`}
        empty={{ title: t('customers.noMails') }}
      />
    </Section>
  )
}

/** The way to the whole list, when there is more than stands here. */
function More(props: { to: string; customerId: string; isThere: string | null | undefined }) {
  const { t } = useTranslation()
  if (!props.isThere) return null
  return (
    <div style={{ padding: '8px 16px' }}>
      <TextLink to={props.to} search={{ customerId: props.customerId }}>
        {t('customers.seeAll')}
      </TextLink>
    </div>
  )
}
