import { Badge, Box, Code, Group, ScrollArea, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../i18n/format.ts'
import { EmptyState } from '../../ui/state/states.tsx'
import type { OperationPage } from './operation-requests.ts'

type Line = OperationPage['log'][number]
const COLORS = { info: undefined, warn: 'yellow.8', error: 'red' } as const

/** What the module wrote, attempt by attempt; the provider's own words as they came. */
export function OperationLog({ log }: { log: Line[] }) {
  const { t } = useTranslation()
  if (log.length === 0) return <EmptyState title={t('operations.noLog')} />
  const claims = [...new Set(log.map((line) => line.claim))]
  return (
    <ScrollArea.Autosize mah={460} type="auto" viewportProps={{ tabIndex: 0 }}>
      {claims.map((claim, index) => (
        <Box key={claim} mb="sm">
          <Text size="xs" fw={600} c="dimmed" mb={4}>
            {t('ui.operation.attempt', { count: index + 1 })}
          </Text>
          {log
            .filter((line) => line.claim === claim)
            .map((line, at) => (
              <LogLine key={`${line.at}-${String(at)}`} line={line} />
            ))}
        </Box>
      ))}
    </ScrollArea.Autosize>
  )
}

function LogLine({ line }: { line: Line }) {
  const format = useFormat()
  const { data } = line
  return (
    <Group gap={8} py={2} align="baseline" wrap="wrap">
      <Text span size="xs" c="dimmed" className="tabular" title={format.instant(line.at)}>
        {timeOf(line.at)}
      </Text>
      {line.level !== 'info' && (
        <Badge
          size="xs"
          radius="sm"
          variant="light"
          color={line.level === 'error' ? 'red' : 'yellow'}
        >
          {line.level}
        </Badge>
      )}
      <Text span size="sm" c={COLORS[line.level]}>
        {line.message}
      </Text>
      {data && Object.keys(data).length > 0 && (
        <Code fz="xs">
          {Object.entries(data)
            .map(
              ([name, value]) =>
                `${name}=${typeof value === 'object' ? JSON.stringify(value) : value}`,
            )
            .join(' ')}
        </Code>
      )}
    </Group>
  )
}

/** Hours to milliseconds: in a log the order within a second counts. */
function timeOf(iso: string): string {
  const at = new Date(iso)
  const two = (value: number) => String(value).padStart(2, '0')
  const ms = String(at.getMilliseconds()).padStart(3, '0')
  return `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}.${ms}`
}
