import { Box, Button, Group, Text, Timeline } from '@mantine/core'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Section } from '../../ui/page/section.tsx'
import { EmptyState, ErrorState, LoadingState } from '../../ui/state/states.tsx'
import { CopyButton } from '../../ui/value/copy-button.tsx'
import { TimeText } from '../../ui/value/time-text.tsx'
import { LogLines } from './log-lines.tsx'
import { type Attempt, attemptsOf, logText } from './operation-attempts.ts'
import { type LogLine, listLog, type OperationPage } from './operation-requests.ts'

const COLORS = { info: 'teal', warn: 'yellow', error: 'red' } as const

/** Every attempt, the latest first and open: what was asked of the server and what it said. */
export function AttemptTimeline({ operation }: { operation: OperationPage }) {
  const { t } = useTranslation()
  const attempts = attemptsOf(operation.claims, operation.log)
  return (
    <Section title={t('operations.log')} text={t('operations.logText')}>
      {attempts.length === 0 ? (
        <EmptyState
          title={t('operations.noLog')}
          text={t(operation.attempts === 0 ? 'operations.notTried' : 'operations.logGone')}
        />
      ) : (
        <Timeline bulletSize={12} lineWidth={1} active={attempts.length}>
          {attempts.map((attempt, index) => (
            <Timeline.Item key={attempt.claim} color={COLORS[attempt.level]}>
              <AttemptItem
                operationId={operation.id}
                attempt={attempt}
                isOpenAtFirst={index === 0}
              />
            </Timeline.Item>
          ))}
        </Timeline>
      )}
    </Section>
  )
}

interface AttemptItemProps {
  operationId: string
  attempt: Attempt
}

function AttemptItem(props: AttemptItemProps & { isOpenAtFirst: boolean }) {
  const { t } = useTranslation()
  const { attempt } = props
  const [isOpen, setOpen] = useState(props.isOpenAtFirst)
  const Icon = isOpen ? IconChevronDown : IconChevronRight
  const seconds = Math.round((Date.parse(attempt.lastAt) - Date.parse(attempt.firstAt)) / 1000)
  return (
    <>
      <Button
        variant="subtle"
        size="compact-sm"
        ml={-8}
        mt={-6}
        leftSection={<Icon size={14} aria-hidden />}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        {t('operations.attemptNumber', { number: attempt.number })}
      </Button>
      <Text span size="xs" c="dimmed" ml={6}>
        <TimeText at={attempt.firstAt} />
        {seconds > 0 && ` · ${t('operations.seconds', { count: seconds })}`}
        {attempt.requests > 0 && ` · ${t('operations.requests', { count: attempt.requests })}`}
      </Text>
      {!isOpen && (
        <Text size="sm" c={attempt.level === 'error' ? 'red' : 'dimmed'} lineClamp={1}>
          {attempt.message}
        </Text>
      )}
      {isOpen && (attempt.hasMore ? <WholeLog {...props} /> : <Lines lines={attempt.known} />)}
    </>
  )
}

/** A long log, read from its beginning in pages. */
function WholeLog({ operationId, attempt }: AttemptItemProps) {
  const { t } = useTranslation()
  const log = useInfiniteQuery({
    queryKey: ['operation', operationId, 'log', attempt.claim],
    queryFn: ({ pageParam }) => listLog(operationId, attempt.claim, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  })
  if (log.isPending) return <LoadingState />
  if (!log.data) return <ErrorState error={log.error} onRetry={() => void log.refetch()} />
  return (
    <>
      <Lines lines={log.data.pages.flatMap(({ items }) => items)} />
      {log.hasNextPage && (
        <Button
          variant="default"
          size="compact-sm"
          loading={log.isFetchingNextPage}
          onClick={() => void log.fetchNextPage()}
        >
          {t('operations.moreLog')}
        </Button>
      )}
    </>
  )
}

function Lines({ lines }: { lines: LogLine[] }) {
  const { t } = useTranslation()
  return (
    <Box>
      <LogLines lines={lines} />
      <Group justify="flex-end">
        <CopyButton value={logText(lines)} label={t('operations.copyLog')} />
      </Group>
    </Box>
  )
}
