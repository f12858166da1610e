import { Badge, Button, Group, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Row } from '../../api/answers.ts'
import type { paths } from '../../api/schema.d.ts'
import type { TableColumn } from '../../ui/table/table-types.ts'
import { ExpiryBadge } from '../../ui/value/expiry-badge.tsx'
import { PriceText } from '../../ui/value/price-text.tsx'
import { StatusBadge } from '../../ui/value/status-badge.tsx'
import { TimeText } from '../../ui/value/time-text.tsx'
import { hasEnded } from './service-queries.ts'

export type ServiceRow = Row<'/api/v1/client/services'>
export type ServiceListQuery = NonNullable<
  paths['/api/v1/client/services']['get']['parameters']['query']
>

/** The columns of a customer's services. */
export function useServiceColumns(): TableColumn<ServiceRow>[] {
  const { t } = useTranslation()
  return useMemo(
    () => [
      {
        id: 'name',
        title: t('myServices.name'),
        isMain: true,
        render: (row) => (
          <Stack gap={0}>
            <span>{row.name}</span>
            <Text span size="xs" c="dimmed" fw={400}>
              #{row.number}
              {row.product && row.product.name !== row.name && ` · ${row.product.name}`}
            </Text>
          </Stack>
        ),
      },
      {
        id: 'status',
        title: t('myServices.status'),
        render: (row) => <ServiceState service={row} />,
      },
      {
        id: 'expiry',
        title: t('myServices.expiry'),
        sortKey: 'expiresAt',
        render: (row) =>
          row.status === 'pending' ? (
            '–'
          ) : (
            <ExpiryBadge expiresAt={row.expiresAt} isEnded={hasEnded(row.status)} />
          ),
      },
      {
        id: 'price',
        title: t('myServices.price'),
        align: 'end',
        render: (row) => <PriceText price={row.price} cycle={row.cycle} />,
      },
      {
        id: 'do',
        title: t('myServices.do'),
        align: 'end',
        render: (row) => <RowButtons service={row} />,
      },
      {
        id: 'created',
        title: t('myServices.created'),
        sortKey: 'createdAt',
        isHiddenAtFirst: true,
        render: (row) => <TimeText at={row.createdAt} as="day" />,
      },
    ],
    [t],
  )
}

/** The ways to the service and to its renewal. */
function RowButtons({ service }: { service: ServiceRow }) {
  const { t } = useTranslation()
  const to = `/client/services/${service.id}`
  const shared = { component: Link, to, variant: 'default', size: 'compact-xs' } as const
  return (
    <Group gap={4} wrap="nowrap" justify="flex-end" onClick={(event) => event.stopPropagation()}>
      {service.expiresAt && !hasEnded(service.status) && (
        <Button
          {...shared}
          search={{ open: 'renew' } as never}
          aria-label={t('myServices.renewNamed', { name: service.name })}
        >
          {t('myServices.actions.renew.label')}
        </Button>
      )}
      <Button {...shared} aria-label={t('myServices.manageNamed', { name: service.name })}>
        {t('myServices.manage')}
      </Button>
    </Group>
  )
}

/** The status, and that the service will end. */
export function ServiceState({ service }: { service: ServiceRow }) {
  const { t } = useTranslation()
  return (
    <Group gap={4} wrap="nowrap">
      <StatusBadge kind="service" status={service.status} />
      {service.cancellationScheduled && (
        <Badge variant="default" radius="sm" tt="none" fw={500} px={7}>
          {t('myServices.ending')}
        </Badge>
      )}
    </Group>
  )
}
