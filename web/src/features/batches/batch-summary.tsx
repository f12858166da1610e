import { Box, Button, Group, Skeleton, Text } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { type ReactNode, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../i18n/format.ts'
import { Section } from '../../ui/page/section.tsx'
import { MoneyText } from '../../ui/value/money-text.tsx'
import { StatusBadge } from '../../ui/value/status-badge.tsx'
import { useMailName } from '../mails/mail-name.ts'
import type { Batch, BatchSummary } from './batch-requests.ts'

/** Of a long list of servers the first are enough at first. */
const SHORT = 6

interface Line {
  key: string
  what: ReactNode
  n: number
}

/** The preview, added up: status, operations, servers, mails, money, and what is skipped and why. */
export function BatchSummarySection({ batch }: { batch: Batch }) {
  const { t } = useTranslation()
  const { summary, confirmedAt, state } = batch
  const isPast = confirmedAt !== null || state === 'cancelled'
  return (
    <Section title={t(isPast ? 'batches.wasForeseen' : 'batches.willHappen')}>
      {summary ? <Summary summary={summary} /> : <Skeleton height={60} />}
    </Section>
  )
}

function Summary({ summary }: { summary: BatchSummary }) {
  const { t } = useTranslation()
  const mailName = useMailName()
  const groups: { id: string; lines: Line[] }[] = [
    {
      id: 'statuses',
      lines: summary.statuses.map(({ from, to, n }) => ({
        ...{ key: `${from}:${to}`, n },
        what: <StatusMove from={from} to={to} />,
      })),
    },
    {
      id: 'money',
      lines: summary.money.map(({ currency, amount, n }) => ({
        ...{ key: currency, n },
        what: <MoneyText value={{ currency, amount }} fw={600} />,
      })),
    },
    {
      id: 'operations',
      lines: summary.operations.map(({ kind, n }) => ({
        ...{ key: kind, n },
        what: t(`ui.operation.kind.${kind}`, { defaultValue: kind }),
      })),
    },
    {
      id: 'servers',
      lines: summary.servers.map(({ id, name, n }) => ({ key: id, n, what: name })),
    },
    {
      id: 'mails',
      lines: summary.mails.map(({ kind, n }) => ({ key: kind, n, what: mailName(kind) })),
    },
    {
      id: 'skips',
      lines: summary.skips.map(({ code, text, n }) => ({ key: `${code}:${text}`, n, what: text })),
    },
  ]
  const filled = groups.filter(({ lines }) => lines.length > 0)
  if (filled.length === 0) return <Text size="sm">{t('batches.nothingCounted')}</Text>
  return (
    <Box style={{ columnWidth: 250, columnGap: 'var(--mantine-spacing-lg)' }}>
      {filled.map(({ id, lines }) => (
        <SummaryGroup key={id} title={t(`batches.summary.${id}`)} lines={lines} />
      ))}
    </Box>
  )
}

function SummaryGroup({ title, lines }: { title: string; lines: Line[] }) {
  const { t } = useTranslation()
  const format = useFormat()
  const id = useId()
  const [isWhole, setWhole] = useState(false)
  const shown = isWhole ? lines : lines.slice(0, SHORT)
  const count = lines.length - shown.length
  return (
    <Box mb="md" style={{ breakInside: 'avoid' }}>
      <Text id={id} size="xs" c="dimmed" fw={600} mb={2}>
        {title}
      </Text>
      <Box component="ul" aria-labelledby={id} m={0} p={0} style={{ listStyle: 'none' }}>
        {shown.map(({ key, what, n }) => (
          <Group
            component="li"
            key={key}
            justify="space-between"
            gap="sm"
            py={3}
            wrap="nowrap"
            style={{ borderTop: '1px solid var(--berth-line)' }}
          >
            <Text size="sm" component="div">
              {what}
            </Text>
            <Text size="sm" fw={600} className="tabular">
              {format.number(n)}
            </Text>
          </Group>
        ))}
      </Box>
      {count > 0 && (
        <Button variant="subtle" size="compact-xs" onClick={() => setWhole(true)}>
          {t('batches.more', { count, total: format.number(count) })}
        </Button>
      )}
    </Box>
  )
}

/** A status before and after. */
export function StatusMove({ from, to }: { from: string; to: string }) {
  const { t } = useTranslation()
  return (
    <Group gap={4} wrap="nowrap" component="span" style={{ display: 'inline-flex' }}>
      <StatusBadge kind="service" status={from} />
      <IconArrowRight size={13} role="img" aria-label={t('batches.becomes')} />
      <StatusBadge kind="service" status={to} />
    </Group>
  )
}
