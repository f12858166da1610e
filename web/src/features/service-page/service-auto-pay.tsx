import { Badge, Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../ui/action/action-menu.tsx'
import { FactsList } from '../../ui/page/facts-list.tsx'
import { Section } from '../../ui/page/section.tsx'
import { TextLink } from '../../ui/page/text-link.tsx'
import { ErrorState, LoadingState } from '../../ui/state/states.tsx'
import { PlainTable } from '../../ui/table/plain-table.tsx'
import type { TableColumn } from '../../ui/table/table-types.ts'
import { MoneyText } from '../../ui/value/money-text.tsx'
import { TimeText } from '../../ui/value/time-text.tsx'
import { type AutoPay, autoPayQuery } from './auto-pay-query.ts'
import type { ServiceParts } from './service-frame.tsx'

type Charge = AutoPay['charges'][number]

/** With what the renewals are paid by themselves, and every attempt with the gateway's words. */
export function ServiceAutoPay({ service, offers, context }: ServiceParts) {
  const { t } = useTranslation()
  const query = useQuery(autoPayQuery(service.id))
  const attempts = useQuery({
    ...autoPayQuery(service.id),
    select: ({ charges }) => ({ items: charges }),
  })
  const offerOf = (verb: string) => offers.find(({ id }) => id === `service.${verb}`)
  const autoPay = query.data
  const { methodId = null, useCredit = false } = autoPay ?? {}
  const initial = { ...context.initial, set_auto_pay: { methodId, useCredit } }
  const set = offerOf('set_auto_pay')
  const stop = autoPay?.on ? offerOf('stop_auto_pay') : undefined
  return (
    <Section
      title={t('services.autoPay')}
      aside={
        <Group gap={6}>
          {set && (
            <ActionButton
              offer={set}
              {...context}
              initial={initial}
              label={t(autoPay?.on ? 'servicePage.autoPay.change' : 'servicePage.autoPay.switchOn')}
            />
          )}
          {stop && <ActionButton offer={stop} {...context} />}
        </Group>
      }
    >
      {query.isPending && <LoadingState />}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {autoPay && (
        <Stack gap="md">
          <State autoPay={autoPay} />
          {autoPay.charges.length > 0 && (
            <PlainTable
              label={t('servicePage.autoPay.attempts')}
              query={attempts}
              columns={columns(t)}
              empty={{ title: t('servicePage.autoPay.noAttempts') }}
            />
          )}
        </Stack>
      )}
    </Section>
  )
}

function State({ autoPay }: { autoPay: AutoPay }) {
  const { t } = useTranslation()
  const { on, since, method, methodId, useCredit, failed, of } = autoPay
  if (!on) return <Text size="sm">{t('servicePage.autoPay.isOff')}</Text>
  return (
    <FactsList
      labelWidth={200}
      facts={[
        {
          label: t('servicePage.autoPay.method'),
          value: method?.label ?? t('servicePage.autoPay.noMethod'),
          help: method && !methodId ? t('servicePage.autoPay.isDefault') : undefined,
        },
        {
          label: t('servicePage.autoPay.credit'),
          value: t(
            useCredit ? 'servicePage.autoPay.creditFirst' : 'servicePage.autoPay.creditKept',
          ),
        },
        {
          label: t('servicePage.autoPay.failed'),
          value: t('servicePage.autoPay.failedOf', { failed, of }),
        },
        {
          label: t('servicePage.autoPay.since'),
          value: since && <TimeText at={since} as="instant" />,
        },
      ]}
    />
  )
}

const COLOURS: Partial<Record<Charge['state'], string>> = {
  succeeded: 'teal',
  refused: 'red',
  needs_customer: 'orange',
  unknown: 'orange',
}

function columns(t: TFunction): TableColumn<Charge>[] {
  return [
    {
      id: 'attempt',
      title: t('servicePage.autoPay.attempt'),
      render: ({ attempt, of }) => t('servicePage.autoPay.attemptOf', { attempt, of }),
    },
    {
      id: 'at',
      title: t('servicePage.autoPay.at'),
      render: ({ at }) => <TimeText at={at} as="instant" />,
    },
    {
      id: 'state',
      title: t('servicePage.autoPay.outcome'),
      render: ({ state }) => (
        <Badge
          variant="light"
          radius="sm"
          tt="none"
          color={COLOURS[state] ?? 'gray'}
          style={{ minWidth: 'max-content' }}
        >
          {t(`servicePage.autoPay.state.${state}`)}
        </Badge>
      ),
    },
    {
      id: 'method',
      title: t('servicePage.autoPay.method'),
      render: ({ method }) => method ?? t('servicePage.autoPay.byCredit'),
    },
    {
      id: 'message',
      title: t('servicePage.autoPay.message'),
      render: ({ message }) => message ?? '–',
    },
    {
      id: 'document',
      title: t('servicePage.autoPay.document'),
      render: ({ documentId }) => (
        <TextLink to={`/admin/invoices/${documentId}`}>{t('servicePage.autoPay.open')}</TextLink>
      ),
    },
    {
      id: 'amount',
      title: t('servicePage.autoPay.amount'),
      align: 'end',
      render: ({ amount }) => <MoneyText value={amount} />,
    },
  ]
}
