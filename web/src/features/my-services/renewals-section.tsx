import { Anchor, Table, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../i18n/format.ts'
import { Section } from '../../ui/page/section.tsx'
import { ErrorState, LoadingState } from '../../ui/state/states.tsx'
import { MoneyText } from '../../ui/value/money-text.tsx'
import { StatusBadge } from '../../ui/value/status-badge.tsx'
import { type Renewal, renewalsQuery } from './service-queries.ts'

/** Every period that was asked for: open, paid, withdrawn. */
export function RenewalsSection({ serviceId }: { serviceId: string }) {
  const { t } = useTranslation()
  const renewals = useQuery(renewalsQuery(serviceId))
  const items = renewals.data?.items ?? []
  return (
    <Section title={t('myServices.renewals')} flush>
      {renewals.isPending && <LoadingState />}
      {renewals.isError && (
        <ErrorState error={renewals.error} onRetry={() => void renewals.refetch()} />
      )}
      {renewals.data && items.length === 0 && (
        <Text size="sm" c="dimmed" px="md" pb="md">
          {t('myServices.noRenewals')}
        </Text>
      )}
      {items.length > 0 && (
        <Table.ScrollContainer minWidth={460}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('myServices.period')}</Table.Th>
                <Table.Th>{t('myServices.document')}</Table.Th>
                <Table.Th>{t('myServices.status')}</Table.Th>
                <Table.Th ta="end">{t('myServices.price')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {items.map((renewal) => (
                <RenewalRow key={renewal.id} renewal={renewal} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Section>
  )
}

function RenewalRow({ renewal }: { renewal: Renewal }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm" className="tabular">
          {t('myServices.fromTo', {
            from: format.day(renewal.periodStartAt),
            to: format.day(renewal.periodEndAt),
          })}
        </Text>
        <Text size="xs" c="dimmed">
          {t(`ui.cycle.${renewal.cycle}`)}
        </Text>
      </Table.Td>
      <Table.Td>
        {renewal.document ? (
          <Anchor component={Link} to={`/client/invoices/${renewal.document.id}`}>
            {renewal.document.name}
          </Anchor>
        ) : (
          '–'
        )}
      </Table.Td>
      <Table.Td>
        <StatusBadge kind="renewal" status={renewal.state} />
      </Table.Td>
      <Table.Td ta="end">
        <MoneyText value={renewal.price} />
      </Table.Td>
    </Table.Tr>
  )
}
