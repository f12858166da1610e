import { Badge, Group, Text, Tooltip } from '@mantine/core'
import {
  IconArrowsDiff,
  IconCopy,
  IconGhost,
  IconPackage,
  IconPlayerPause,
  IconPlayerPlay,
  IconSkull,
  IconUnlink,
  IconUserQuestion,
  type TablerIcon,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { TextLink } from '../../ui/page/text-link.tsx'
import { StatusBadge } from '../../ui/value/status-badge.tsx'
import { TimeText } from '../../ui/value/time-text.tsx'
import type { DriftRow } from './drift-requests.ts'

const ICONS: Record<string, TablerIcon> = {
  orphan_resource: IconUnlink,
  missing_resource: IconGhost,
  duplicate_resource: IconCopy,
  running_though_suspended: IconPlayerPlay,
  suspended_though_active: IconPlayerPause,
  alive_though_ended: IconSkull,
  wrong_plan: IconPackage,
  wrong_owner: IconUserQuestion,
}

/** What kind of disagreement it is; what it means on hover. */
export function DriftKind({ kind }: { kind: string }) {
  const { t } = useTranslation()
  const Icon = ICONS[kind] ?? IconArrowsDiff
  return (
    <Tooltip label={t(`drift.kindText.${kind}`)} multiline maw={320}>
      <Badge
        variant="light"
        color={kind === 'orphan_resource' ? 'gray' : 'orange'}
        radius="sm"
        tt="none"
        px={7}
        tabIndex={0}
        leftSection={<Icon size={13} stroke={2} aria-hidden />}
        style={{ minWidth: 'max-content' }}
      >
        {t(`drift.kind.${kind}`)}
      </Badge>
    </Tooltip>
  )
}

/** What either side says, one below the other, and since when. */
export function DriftWords({ row }: { row: DriftRow }) {
  const { t } = useTranslation()
  return (
    <div style={{ whiteSpace: 'normal', minWidth: 190, maxWidth: 330 }}>
      <Said by={t('drift.books')}>{row.says.books}</Said>
      <Said by={t('drift.server')}>
        {row.says.server}
        <Text span inherit c="dimmed">
          {` · ${t('drift.since')} `}
          <TimeText at={row.firstSeenAt} />
        </Text>
      </Said>
    </div>
  )
}

function Said({ by, children }: { by: string; children: React.ReactNode }) {
  return (
    <Text size="sm" component="div">
      <Text span inherit c="dimmed" fz="xs" mr={6}>
        {by}
      </Text>
      {children}
    </Text>
  )
}

/** What it is about: the service, else the resource there; two lines, the rest on hover. */
export function DriftSubject({ row }: { row: DriftRow }) {
  const { service, name, remoteId, owner, plan } = row
  const there = [name, owner, plan].filter((fact) => fact && fact !== service?.name)
  const facts = service ? [service.customerName, remoteId] : [remoteId, owner, plan]
  return (
    <div style={{ minWidth: 150, maxWidth: 250 }} title={[remoteId, ...there].join(' · ')}>
      <Text size="sm" fw={500} component="div" truncate>
        {service ? (
          <TextLink to={`/admin/services/${service.id}`} isQuiet>
            {service.name}
            <Text span inherit c="dimmed">
              {` #${service.number}`}
            </Text>
          </TextLink>
        ) : (
          (name ?? remoteId)
        )}
      </Text>
      <Text size="xs" c="dimmed" truncate>
        {facts.filter(Boolean).join(' · ')}
      </Text>
    </div>
  )
}

/** Whether it is being fixed, left aside or settled, and what the last fix came to. */
export function DriftState({ row }: { row: DriftRow }) {
  const { t } = useTranslation()
  const { state, operationId, ignoredUntil, note, error } = row
  const isQuiet = error === null && note === null
  return (
    <div style={{ whiteSpace: 'normal', maxWidth: 230 }}>
      <Group gap={6}>
        {state === 'open' ? isQuiet && '–' : <StatusBadge kind="drift" status={state} />}
        {operationId && state === 'fixing' && (
          <TextLink to={`/admin/operations/${operationId}`}>{t('drift.operation')}</TextLink>
        )}
        {state === 'ignored' && (
          <Text span size="xs" c="dimmed">
            {ignoredUntil ? (
              <>
                {t('drift.until')} <TimeText at={ignoredUntil} as="day" />
              </>
            ) : (
              t('drift.forGood')
            )}
          </Text>
        )}
      </Group>
      {error && (
        <Text size="xs" c="red">
          {error.message}
        </Text>
      )}
      {note && (
        <Text size="xs" c="dimmed">
          {note}
        </Text>
      )}
    </div>
  )
}
