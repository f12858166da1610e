import { Anchor, Box, Group, Stack, Table, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { type Money, useFormat } from '../../i18n/format.ts'
import { Section } from '../../ui/page/section.tsx'
import { MoneyText } from '../../ui/value/money-text.tsx'
import type { MyDocument } from './document-queries.ts'

/** What is charged for, and the sums with the tax per rate. A phone has room for two columns. */
export function DocumentLines({ document }: { document: MyDocument }) {
  const { t } = useTranslation()
  const isNet = document.taxMode === 'net'
  return (
    <Section title={t('myDocuments.lines')} flush>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('myDocuments.label')}</Table.Th>
            <Table.Th ta="end" visibleFrom="xs">
              {t('myDocuments.quantity')}
            </Table.Th>
            <Table.Th ta="end" visibleFrom="xs">
              {t('myDocuments.unitPrice')}
            </Table.Th>
            <Table.Th ta="end">{t(isNet ? 'myDocuments.net' : 'myDocuments.total')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {document.lines.map((line) => (
            <Table.Tr key={line.id}>
              <Table.Td>
                <LineLabel line={line} />
              </Table.Td>
              <Table.Td ta="end" visibleFrom="xs" className="tabular">
                {line.quantity}
              </Table.Td>
              <Table.Td ta="end" visibleFrom="xs">
                <MoneyText value={line.unitPrice} />
              </Table.Td>
              <Table.Td ta="end">
                <MoneyText value={isNet ? line.net : line.gross} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Totals document={document} />
    </Section>
  )
}

function LineLabel({ line }: { line: MyDocument['lines'][number] }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <Stack gap={0}>
      {line.serviceId ? (
        <Anchor component={Link} to={`/client/services/${line.serviceId}`}>
          {line.label}
        </Anchor>
      ) : (
        <Text size="sm">{line.label}</Text>
      )}
      {line.periodStartAt && line.periodEndAt && (
        <Text size="xs" c="dimmed">
          {t('myDocuments.fromTo', {
            from: format.day(line.periodStartAt),
            to: format.day(line.periodEndAt),
          })}
        </Text>
      )}
      {line.quantity > 1 && (
        <Text size="xs" c="dimmed" hiddenFrom="xs">
          {line.quantity} × {format.money(line.unitPrice)}
        </Text>
      )}
    </Stack>
  )
}

function Totals({ document }: { document: MyDocument }) {
  const { t } = useTranslation()
  const format = useFormat()
  const isNet = document.taxMode === 'net'
  const { paid, credited, amountDue } = document
  return (
    <Box px="md" py="sm" style={{ borderTop: '1px solid var(--berth-line)' }}>
      <Stack gap={4} maw={340} ml="auto">
        <Sum label={t('myDocuments.net')} value={document.net} />
        {document.taxLines.map((tax) => (
          <Sum
            key={`${tax.rateBasisPoints}-${tax.mention}`}
            label={
              tax.mention
                ? t('myDocuments.reverseCharge')
                : t(isNet ? 'myDocuments.tax' : 'myDocuments.taxIncluded', {
                    rate: format.number(tax.rateBasisPoints / 100),
                  })
            }
            value={tax.tax}
          />
        ))}
        <Sum label={t('myDocuments.total')} value={document.gross} isStrong />
        {paid.amount !== '0' && <Sum label={t('myDocuments.paid')} value={paid} />}
        {credited.amount !== '0' && <Sum label={t('myDocuments.credited')} value={credited} />}
        {document.kind === 'invoice' && (paid.amount !== '0' || credited.amount !== '0') && (
          <Sum label={t('myDocuments.amountDue')} value={amountDue} isStrong />
        )}
      </Stack>
    </Box>
  )
}

function Sum({ label, value, isStrong }: { label: string; value: Money; isStrong?: boolean }) {
  return (
    <Group justify="space-between" gap="sm" wrap="nowrap">
      <Text size="sm" fw={isStrong ? 600 : undefined} c={isStrong ? undefined : 'dimmed'}>
        {label}
      </Text>
      <Text size="sm" component="div">
        <MoneyText value={value} fw={isStrong ? 600 : undefined} />
      </Text>
    </Group>
  )
}
