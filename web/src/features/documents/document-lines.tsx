import { Badge, Group, ScrollArea, Stack, Table, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../i18n/format.ts'
import { Section } from '../../ui/page/section.tsx'
import { TextLink } from '../../ui/page/text-link.tsx'
import { EmptyState } from '../../ui/state/states.tsx'
import { MoneyText } from '../../ui/value/money-text.tsx'
import type { DocumentPage } from './document-requests.ts'

/** Lines and totals, as they stand on paper. */
export function DocumentLines({ document }: { document: DocumentPage }) {
  const { t } = useTranslation()
  return (
    <Section title={t('documents.lines')} flush>
      {document.lines.length === 0 ? (
        <EmptyState title={t('documents.noLines')} />
      ) : (
        <ScrollArea type="auto" offsetScrollbars="x" viewportProps={{ tabIndex: 0 }}>
          <Table fz="sm" className="unbroken">
            <Table.Thead>
              <Table.Tr>
                <Table.Th fz="xs">{t('documents.label')}</Table.Th>
                <Table.Th fz="xs" ta="right">
                  {t('documents.quantity')}
                </Table.Th>
                <Table.Th fz="xs" ta="right">
                  {t('documents.unitPrice')}
                </Table.Th>
                <Table.Th fz="xs" ta="right">
                  {t('documents.taxRate')}
                </Table.Th>
                <Table.Th fz="xs" ta="right">
                  {t(document.taxMode === 'net' ? 'documents.net' : 'documents.gross')}
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {document.lines.map((line) => (
                <Line key={line.id} line={line} taxMode={document.taxMode} />
              ))}
            </Table.Tbody>
          </Table>
        </ScrollArea>
      )}
      <Totals document={document} />
    </Section>
  )
}

function Line({
  line,
  taxMode,
}: {
  line: DocumentPage['lines'][number]
  taxMode: DocumentPage['taxMode']
}) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <Table.Tr>
      <Table.Td miw={200} style={{ whiteSpace: 'normal' }}>
        {line.serviceId ? (
          <TextLink to={`/admin/services/${line.serviceId}`} isQuiet>
            {line.label}
          </TextLink>
        ) : (
          line.label
        )}
        {line.credited && (
          <Badge ml={6} size="sm" variant="light" color="grape" tt="none">
            {t('documents.credited')}
          </Badge>
        )}
      </Table.Td>
      <Table.Td ta="right" className="tabular">
        {line.quantity}
      </Table.Td>
      <Table.Td ta="right">
        <MoneyText value={line.unitPrice} />
      </Table.Td>
      <Table.Td ta="right" className="tabular" style={{ whiteSpace: 'nowrap' }}>
        {percent(line.rateBasisPoints, format.number)}
      </Table.Td>
      <Table.Td ta="right">
        <MoneyText value={taxMode === 'net' ? line.net : line.gross} />
      </Table.Td>
    </Table.Tr>
  )
}

function Totals({ document }: { document: DocumentPage }) {
  const { t } = useTranslation()
  const format = useFormat()
  const rows = [
    { label: t('documents.net'), value: document.net },
    ...document.taxLines.map((line) => ({
      label: t('documents.tax', { rate: percent(line.rateBasisPoints, format.number) }),
      value: line.tax,
    })),
    { label: t('documents.total'), value: document.gross, isStrong: true },
    ...(document.paid.amount !== '0' ? [{ label: t('documents.paid'), value: document.paid }] : []),
    ...(document.credited.amount !== '0'
      ? [{ label: t('documents.credited'), value: document.credited }]
      : []),
    ...(document.kind === 'invoice' && document.state !== 'void'
      ? [{ label: t('documents.amountDue'), value: document.amountDue, isStrong: true }]
      : []),
  ]
  return (
    <Stack gap={2} px="md" py="sm" ml="auto" maw={320}>
      {rows.map((row) => (
        <Group key={row.label} justify="space-between" wrap="nowrap">
          <Text size="sm" c={row.isStrong ? undefined : 'dimmed'} fw={row.isStrong ? 600 : 400}>
            {row.label}
          </Text>
          <Text size="sm" component="div">
            <MoneyText value={row.value} fw={row.isStrong ? 600 : 400} />
          </Text>
        </Group>
      ))}
    </Stack>
  )
}

/** 2000 basis points are 20 %. */
function percent(basisPoints: number, number: (value: number) => string): string {
  return `${number(basisPoints / 100)} %`
}
