import { Group, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { ActionMenu } from '../../ui/action/action-menu.tsx'
import { Section } from '../../ui/page/section.tsx'
import { EmptyState } from '../../ui/state/states.tsx'
import { MoneyText } from '../../ui/value/money-text.tsx'
import { StatusBadge } from '../../ui/value/status-badge.tsx'
import { TimeText } from '../../ui/value/time-text.tsx'
import { paymentContext, withLines } from './document-actions.tsx'
import type { DocumentPage } from './document-requests.ts'

/** What was paid on a document, given back, or taken from credit. */
export function DocumentPayments({ document }: { document: DocumentPage }) {
  const { t } = useTranslation()
  const { payments, credit, transferAnnouncedAt } = document
  const isEmpty = payments.length === 0 && credit.length === 0
  return (
    <Section title={t('documents.payments')}>
      {transferAnnouncedAt && (
        <Text size="sm" c="dimmed" component="div" mb={4}>
          {t('documents.announced')} <TimeText at={transferAnnouncedAt} />
        </Text>
      )}
      {isEmpty && <EmptyState title={t('documents.noPayments')} />}
      <Stack gap="xs">
        {payments.map((payment) => (
          <Group key={payment.id} justify="space-between" gap="xs">
            <div>
              <Group gap={6}>
                <MoneyText value={payment.amount} fw={600} />
                <Text size="sm">
                  {t(`documents.paymentKind.${payment.kind}`)} ·{' '}
                  {t(`documents.gateway.${payment.gateway}`, { defaultValue: payment.gateway })}
                </Text>
                {payment.state !== 'allocated' && (
                  <StatusBadge kind="payment" status={payment.state} />
                )}
              </Group>
              <Text size="xs" c="dimmed" component="div">
                <TimeText at={payment.receivedAt} /> · {payment.reference}
                {payment.note && ` · ${payment.note}`}
              </Text>
            </div>
            {payment.kind === 'payment' && (
              <ActionMenu
                actions={withLines(payment.actions, document)}
                {...paymentContext(payment)}
              />
            )}
          </Group>
        ))}
        {credit.map((entry) => (
          <div key={entry.id}>
            <Text size="sm" component="div">
              <MoneyText value={entry.amount} fw={600} /> {t('documents.fromCredit')}
            </Text>
            <Text size="xs" c="dimmed" component="div">
              <TimeText at={entry.at} /> · {entry.by.name}
            </Text>
          </div>
        ))}
      </Stack>
    </Section>
  )
}
