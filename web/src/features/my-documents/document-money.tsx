import { Anchor, Group, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Money } from '../../i18n/format.ts'
import { Section } from '../../ui/page/section.tsx'
import { MoneyText } from '../../ui/value/money-text.tsx'
import { TimeText } from '../../ui/value/time-text.tsx'
import type { MyDocument } from './document-queries.ts'

interface Movement {
  id: string
  at: string
  label: string
  amount: Money
  to?: string
}

/** The payments, the credit used and the credit notes of a document, as they came. */
export function DocumentMoney({ document }: { document: MyDocument }) {
  const { t } = useTranslation()
  const movements: Movement[] = [
    ...document.payments.map((payment) => ({
      id: payment.id,
      at: payment.receivedAt,
      label: t(`myDocuments.moneyKind.${payment.kind}`),
      amount: payment.amount,
    })),
    ...document.credit.map((entry) => ({
      id: entry.id,
      at: entry.at,
      label: t('myDocuments.moneyKind.credit'),
      amount: negated(entry.amount),
    })),
    ...document.creditNotes.map((note) => ({
      id: note.id,
      at: note.createdAt,
      label: t('myDocuments.moneyKind.creditNote', { name: note.name }),
      amount: note.gross,
      to: `/client/invoices/${note.id}`,
    })),
  ].sort((one, other) => one.at.localeCompare(other.at))
  if (movements.length === 0) return null
  return (
    <Section title={t('myDocuments.money')}>
      <Stack gap={8}>
        {movements.map((movement) => (
          <Group key={movement.id} justify="space-between" wrap="nowrap" gap="sm">
            <div>
              {movement.to ? (
                <Anchor component={Link} to={movement.to}>
                  {movement.label}
                </Anchor>
              ) : (
                <Text size="sm">{movement.label}</Text>
              )}
              <Text size="xs" c="dimmed" component="div">
                <TimeText at={movement.at} as="instant" />
              </Text>
            </div>
            <Text size="sm" component="div">
              <MoneyText value={movement.amount} />
            </Text>
          </Group>
        ))}
      </Stack>
    </Section>
  )
}

/** Credit that was spent left the customer's account; here it came in. */
function negated({ amount, currency }: Money): Money {
  return { amount: String(-BigInt(amount)), currency }
}
