import { useTranslation } from 'react-i18next'
import { type Fact, FactsList } from '../../ui/page/facts-list.tsx'
import { Section } from '../../ui/page/section.tsx'
import { TextLink } from '../../ui/page/text-link.tsx'
import { TimeText } from '../../ui/value/time-text.tsx'
import { causeLink, causeText } from '../history/cause-text.ts'
import type { OperationPage } from './operation-requests.ts'

/** What was asked, by whom, why, of which server, and when. */
export function OperationFacts({ operation }: { operation: OperationPage }) {
  const { t } = useTranslation()
  const { service, server, error } = operation
  const facts: Fact[] = [
    {
      label: t('operations.service'),
      value: service && (
        <TextLink to={`/admin/services/${service.id}`}>
          {service.name} #{service.number}
        </TextLink>
      ),
    },
    {
      label: t('operations.customer'),
      value: service && (
        <TextLink to={`/admin/customers/${service.customerId}`}>{service.customerName}</TextLink>
      ),
    },
    {
      label: t('operations.server'),
      value: server && <TextLink to={`/admin/servers/${server.id}`}>{server.name}</TextLink>,
    },
    { label: t('operations.by'), value: <AskedBy operation={operation} /> },
    { label: t('operations.cause'), value: <Cause operation={operation} /> },
    { label: t('operations.attempts'), value: String(operation.attempts) },
    {
      label: t('operations.due'),
      value: <TimeText at={operation.settledAt ? null : operation.dueAt} as="instant" />,
    },
    ...(error
      ? [
          {
            label: t('operations.errorCode'),
            value: t(`operations.error.${error.code}`, { defaultValue: error.code }),
            help: error.message,
          },
        ]
      : []),
    ...moments(operation, t),
    { label: t('operations.id'), value: operation.id, copy: operation.id },
  ]
  return (
    <Section title={t('operations.facts')}>
      <FactsList facts={facts} labelWidth={120} />
    </Section>
  )
}

function moments(operation: OperationPage, t: (key: string) => string): Fact[] {
  const moment = (key: string, at: string | null): Fact[] =>
    at === null ? [] : [{ label: t(key), value: <TimeText at={at} as="instant" /> }]
  return [
    ...moment('operations.created', operation.createdAt),
    ...moment('operations.started', operation.startedAt),
    ...moment('operations.abortRequested', operation.abortRequestedAt),
    ...moment('operations.settled', operation.settledAt),
  ]
}

function AskedBy({ operation }: { operation: OperationPage }) {
  const { t } = useTranslation()
  const { kind, name } = operation.requestedBy
  return kind === 'automation' ? t('ui.actor.automation') : name
}

function Cause({ operation }: { operation: OperationPage }) {
  const { t } = useTranslation()
  const words = causeText(operation.cause, t)
  const to = causeLink(operation.cause)
  if (!words) return t('operations.justAsked')
  return to ? <TextLink to={to}>{words}</TextLink> : words
}
