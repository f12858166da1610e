import { Box, Group, SimpleGrid, Stack, Text } from '@mantine/core'
import { IconBan } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { HistorySection } from '../../../features/history/history-section.tsx'
import {
  type OrderPage as Order,
  orderHref,
  readOrder,
} from '../../../features/orders/order-requests.ts'
import { RequirePermission } from '../../../features/shell/require-permission.tsx'
import { ActionMenu } from '../../../ui/action/action-menu.tsx'
import { FactsList } from '../../../ui/page/facts-list.tsx'
import { PageHeader } from '../../../ui/page/page-header.tsx'
import { Section } from '../../../ui/page/section.tsx'
import { TextLink } from '../../../ui/page/text-link.tsx'
import { ErrorState, LoadingState } from '../../../ui/state/states.tsx'
import { MoneyText } from '../../../ui/value/money-text.tsx'
import { PriceText } from '../../../ui/value/price-text.tsx'
import { StatusBadge } from '../../../ui/value/status-badge.tsx'
import { TimeText } from '../../../ui/value/time-text.tsx'

/** One order with what it made. */
export default function OrderPage() {
  const { orderId } = useParams({ strict: false }) as { orderId: string }
  const order = useQuery({ queryKey: ['order', orderId], queryFn: () => readOrder(orderId) })
  return (
    <RequirePermission permission="orders:read">
      {order.isPending && <LoadingState />}
      {order.isError && !order.data && (
        <ErrorState error={order.error} onRetry={() => void order.refetch()} />
      )}
      {order.data && <OrderView order={order.data} />}
    </RequirePermission>
  )
}

function OrderView({ order }: { order: Order }) {
  const { t } = useTranslation()
  return (
    <Stack gap="md">
      <PageHeader
        title={t('orders.orderTitle', { number: order.number })}
        parents={[{ label: t('orders.title'), to: '/admin/orders' }]}
        badges={<StatusBadge kind="order" status={order.state} />}
        subtitle={
          <TextLink to={`/admin/customers/${order.customer.id}`}>{order.customer.name}</TextLink>
        }
        secondary={
          <ActionMenu
            actions={order.actions}
            asButtons={order.state === 'open' ? ['cancel'] : []}
            subject={{
              type: 'order',
              name: t('orders.orderTitle', { number: order.number }),
              href: orderHref(order.id),
            }}
            texts="orders.actions"
            looks={{ cancel: { icon: IconBan, isDangerous: true } }}
            alsoRefresh={[['service'], ['document']]}
          />
        }
      />
      <OrderServices services={order.services} />
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md" style={{ alignItems: 'start' }}>
        <OrderFacts order={order} />
        <HistorySection subject="order" subjectId={order.id} />
      </SimpleGrid>
    </Stack>
  )
}

function OrderServices({ services }: { services: Order['services'] }) {
  const { t } = useTranslation()
  return (
    <Section title={t('orders.services')} flush>
      {services.map((service) => (
        <Box
          key={service.id}
          component={Link}
          to={`/admin/services/${service.id}`}
          className="line-link"
          display="block"
          px="md"
          py={8}
        >
          <Group justify="space-between">
            <Group gap="xs">
              <Text size="sm" fw={500}>
                {service.name}
              </Text>
              <Text size="sm" c="dimmed" className="tabular">
                #{service.number}
              </Text>
              <StatusBadge kind="service" status={service.status} />
            </Group>
            <Text size="sm" component="div">
              <PriceText price={service.price} cycle={service.cycle} />
            </Text>
          </Group>
        </Box>
      ))}
    </Section>
  )
}

function OrderFacts({ order }: { order: Order }) {
  const { t } = useTranslation()
  const { document } = order
  return (
    <Section title={t('orders.facts')}>
      <FactsList
        facts={[
          { label: t('orders.placedBy'), value: order.placedBy.name },
          { label: t('orders.created'), value: <TimeText at={order.createdAt} as="instant" /> },
          { label: t('orders.settled'), value: <TimeText at={order.settledAt} as="instant" /> },
          {
            label: t('orders.document'),
            value: document && (
              <TextLink to={`/admin/invoices/${document.id}`}>{document.name}</TextLink>
            ),
          },
          { label: t('orders.total'), value: <MoneyText value={document?.total} /> },
          { label: t('orders.amountDue'), value: <MoneyText value={document?.amountDue} /> },
          { label: t('orders.dueAt'), value: <TimeText at={document?.dueAt} as="day" /> },
          ...(order.state === 'open'
            ? [
                {
                  label: t('orders.remindedAt'),
                  value: <TimeText at={order.remindedAt} as="instant" />,
                },
                { label: t('orders.nextAt'), value: <TimeText at={order.nextAt} as="instant" /> },
              ]
            : []),
        ]}
      />
    </Section>
  )
}
