import { Anchor, Stack, Table } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Answer } from '../../../api/answers.ts'
import { api, read } from '../../../api/client.ts'
import { PayButton } from '../../../features/my-documents/pay-button.tsx'
import { FactsList } from '../../../ui/page/facts-list.tsx'
import { PageHeader } from '../../../ui/page/page-header.tsx'
import { Section } from '../../../ui/page/section.tsx'
import { ErrorState, LoadingState } from '../../../ui/state/states.tsx'
import { MoneyText } from '../../../ui/value/money-text.tsx'
import { PriceText } from '../../../ui/value/price-text.tsx'
import { StatusBadge } from '../../../ui/value/status-badge.tsx'
import { TimeText } from '../../../ui/value/time-text.tsx'

type MyOrder = Answer<'/api/v1/client/orders/{id}'>

/** One own order: its services and its document. */
export default function MyOrderPage() {
  const { orderId = '' } = useParams({ strict: false }) as { orderId?: string }
  const order = useQuery({
    queryKey: ['order', orderId],
    queryFn: () =>
      read(api.GET('/api/v1/client/orders/{id}', { params: { path: { id: orderId } } })),
  })
  if (order.isPending) return <LoadingState />
  if (order.isError) {
    return <ErrorState error={order.error} onRetry={() => void order.refetch()} />
  }
  return <OrderView order={order.data} />
}

function OrderView({ order }: { order: MyOrder }) {
  const { t } = useTranslation()
  const { document } = order
  const isDue = document?.state !== 'void' && document && document.amountDue.amount !== '0'
  return (
    <>
      <PageHeader
        title={t('myOrders.order', { number: order.number })}
        parents={[{ label: t('myOrders.title'), to: '/client/orders' }]}
        badges={<StatusBadge kind="order" status={order.state} size="md" />}
        primary={isDue && <PayButton documentId={document.id} />}
      />
      <Stack gap="md">
        <Section title={t('myOrders.details')}>
          <FactsList
            facts={[
              {
                label: t('myOrders.placed'),
                value: <TimeText at={order.createdAt} as="instant" />,
              },
              ...(order.settledAt
                ? [
                    {
                      label: t('myOrders.settled'),
                      value: <TimeText at={order.settledAt} as="instant" />,
                    },
                  ]
                : []),
              ...(document
                ? [
                    {
                      label: t('myOrders.document'),
                      value: (
                        <Anchor component={Link} to={`/client/invoices/${document.id}`}>
                          {document.name}
                        </Anchor>
                      ),
                    },
                    { label: t('myOrders.total'), value: <MoneyText value={document.total} /> },
                    {
                      label: t('myOrders.amountDue'),
                      value: <MoneyText value={document.amountDue} />,
                    },
                  ]
                : []),
            ]}
          />
        </Section>
        <Section title={t('myOrders.services')} flush>
          <OrderedServices services={order.services} />
        </Section>
      </Stack>
    </>
  )
}

function OrderedServices({ services }: { services: MyOrder['services'] }) {
  const { t } = useTranslation()
  return (
    <Table.ScrollContainer minWidth={340}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('myOrders.service')}</Table.Th>
            <Table.Th>{t('myOrders.status')}</Table.Th>
            <Table.Th ta="end">{t('myOrders.price')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {services.map((service) => (
            <Table.Tr key={service.id}>
              <Table.Td>
                <Anchor component={Link} to={`/client/services/${service.id}`}>
                  {service.name} #{service.number}
                </Anchor>
              </Table.Td>
              <Table.Td>
                <StatusBadge kind="service" status={service.status} />
              </Table.Td>
              <Table.Td ta="end">
                <PriceText price={service.price} cycle={service.cycle} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}
