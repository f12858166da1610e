import { Badge, Box, Code, Group, Text, UnstyledButton } from '@mantine/core'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../i18n/format.ts'
import { CopyButton } from '../../ui/value/copy-button.tsx'
import type { LogLine } from './operation-requests.ts'

type Exchange = NonNullable<LogLine['exchange']>
const COLORS = { info: undefined, warn: 'yellow.8', error: 'red' } as const

/** Lines of a log in order, each request folded until somebody asks. */
export function LogLines({ lines }: { lines: LogLine[] }) {
  return lines.map((line, at) => <LogEntry key={`${line.at}-${String(at)}`} line={line} />)
}

function LogEntry({ line }: { line: LogLine }) {
  const format = useFormat()
  return (
    <Group gap={8} py={2} align="baseline" wrap="nowrap">
      <Text
        span
        size="xs"
        c="dimmed"
        className="tabular"
        title={format.instant(line.at)}
        style={{ flexShrink: 0 }}
      >
        {timeOf(line.at)}
      </Text>
      <Box style={{ minWidth: 0, flex: 1 }}>
        {line.exchange ? (
          <ExchangeEntry line={line} exchange={line.exchange} />
        ) : (
          <WordsEntry line={line} />
        )}
      </Box>
    </Group>
  )
}

function WordsEntry({ line }: { line: LogLine }) {
  const { data } = line
  return (
    <Group gap={8} align="baseline">
      <Level level={line.level} />
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

/** One request and its answer: a line, opened to what was sent and what came back. */
function ExchangeEntry({ line, exchange }: { line: LogLine; exchange: Exchange }) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const { method, address, status, durationMs, request, answer } = exchange
  const Icon = isOpen ? IconChevronDown : IconChevronRight
  const color = status === null ? 'orange' : status < 400 ? 'teal' : 'red'
  return (
    <>
      <UnstyledButton onClick={() => setOpen(!isOpen)} aria-expanded={isOpen} fz="sm" w="100%">
        <Group gap={6} align="center" wrap="wrap">
          <Icon size={13} aria-hidden />
          <Badge variant="light" color={color} radius="sm" tt="none" className="tabular">
            {status ?? t('operations.noAnswer')}
          </Badge>
          <Text span ff="monospace" fz="xs" style={{ overflowWrap: 'anywhere' }}>
            {method} {address}
          </Text>
          {durationMs !== null && (
            <Text span size="xs" c="dimmed" className="tabular">
              {t('operations.took', { ms: Math.round(durationMs) })}
            </Text>
          )}
          <Level level={line.level} />
        </Group>
      </UnstyledButton>
      {isOpen && (
        <Box pl={19} pb={4}>
          <Detail title={t('operations.exchange.request')} text={request} />
          <Detail title={t('operations.exchange.answer')} text={answer} />
        </Box>
      )}
    </>
  )
}

/** What was sent or answered. Secrets are masked before they are stored. */
function Detail({ title, text }: { title: string; text: string | null }) {
  const { t } = useTranslation()
  return (
    <Box mt={4}>
      <Group gap={4}>
        <Text size="xs" c="dimmed" fw={600}>
          {title}
        </Text>
        {text !== null && <CopyButton value={text} />}
      </Group>
      {text === null ? (
        <Text size="xs" c="dimmed">
          {t('operations.exchange.nothing')}
        </Text>
      ) : (
        <Code block fz="xs" mah={260} tabIndex={0} style={{ overflow: 'auto' }}>
          {readable(text)}
        </Code>
      )}
    </Box>
  )
}

/** JSON with a line for each member; anything else as it is. */
function readable(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}

function Level({ level }: { level: LogLine['level'] }) {
  if (level === 'info') return null
  return (
    <Badge size="xs" radius="sm" variant="light" color={level === 'error' ? 'red' : 'yellow'}>
      {level}
    </Badge>
  )
}

/** Hours to milliseconds: in a log the order within a second counts. */
function timeOf(iso: string): string {
  const at = new Date(iso)
  const two = (value: number) => String(value).padStart(2, '0')
  const ms = String(at.getMilliseconds()).padStart(3, '0')
  return `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}.${ms}`
}
