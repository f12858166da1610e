import { Badge, Group, Text } from '@mantine/core'
import type { TFunction } from 'i18next'
import { TextLink } from '../../ui/page/text-link.tsx'
import type { TableColumn, TableFilter } from '../../ui/table/table-types.ts'
import { TimeText } from '../../ui/value/time-text.tsx'
import { GateText } from './gate-text.tsx'
import { PlacesText } from './places-text.tsx'
import { QueueFigures } from './queue-figures.tsx'
import type { ServerNames } from './server-names.ts'
import type { Server } from './server-requests.ts'
import { ServerFinding } from './server-status.tsx'

/** The columns of the list of servers: what is wrong stands before what is full. */
export function serverColumns(t: TFunction, { types, groups }: ServerNames): TableColumn<Server>[] {
  return [
    {
      id: 'name',
      title: t('servers.fields.name'),
      isMain: true,
      render: (row) => row.name,
      cutAt: 180,
    },
    {
      id: 'type',
      title: t('servers.fields.type'),
      cutAt: 190,
      render: (row) => (
        <>
          {types.get(row.type) ?? row.type}
          <Text span inherit c="dimmed">
            {row.groupId && groups.has(row.groupId) ? ` · ${groups.get(row.groupId)}` : ''}
          </Text>
        </>
      ),
    },
    {
      id: 'health',
      title: t('servers.fields.health'),
      render: (row) => <ServerFinding server={row} />,
    },
    { id: 'gate', title: t('servers.fields.gate'), render: (row) => <GateText gate={row.gate} /> },
    {
      id: 'places',
      title: t('servers.fields.places'),
      align: 'end',
      render: (row) => <PlacesText used={row.placesUsed} limit={row.placeLimit} />,
    },
    {
      id: 'queue',
      title: t('servers.fields.queue'),
      render: (row) => <QueueFigures serverId={row.id} queue={row.queue} />,
    },
    {
      id: 'drift',
      title: t('servers.fields.drift'),
      align: 'end',
      render: (row) => <DriftCount serverId={row.id} count={row.drift} />,
    },
    {
      id: 'lastError',
      title: t('servers.fields.lastError'),
      render: (row) => <LastError error={row.lastError} />,
    },
    ...rareColumns(t),
  ]
}

function rareColumns(t: TFunction): TableColumn<Server>[] {
  return [
    {
      id: 'checked',
      title: t('servers.fields.checkedAt'),
      isHiddenAtFirst: true,
      render: (row) => <TimeText at={row.checkedAt} />,
    },
    {
      id: 'acceptsNew',
      title: t('servers.fields.acceptsNewShort'),
      isHiddenAtFirst: true,
      render: (row) => t(row.acceptsNew ? 'servers.yes' : 'servers.no'),
    },
    {
      id: 'limits',
      title: t('servers.fields.concurrency'),
      align: 'end',
      isHiddenAtFirst: true,
      render: (row) => <span className="tabular">{row.concurrency}</span>,
    },
    {
      id: 'created',
      title: t('servers.fields.createdAt'),
      isHiddenAtFirst: true,
      render: (row) => <TimeText at={row.createdAt} as="day" />,
    },
  ]
}

/** How many differences wait; leads to them. */
export function DriftCount({ serverId, count }: { serverId: string; count: number }) {
  if (count === 0) {
    return (
      <Text span inherit c="dimmed">
        –
      </Text>
    )
  }
  return (
    <TextLink to={`/admin/servers/${serverId}/drift`}>
      <Badge variant="light" color="orange" radius="sm" className="tabular" component="span">
        {count}
      </Badge>
    </TextLink>
  )
}

function LastError({ error }: { error: Server['lastError'] }) {
  if (!error) {
    return (
      <Text span inherit c="dimmed">
        –
      </Text>
    )
  }
  const words = (
    <Text span size="xs" truncate maw={190} title={error.message} display="block">
      {error.message}
    </Text>
  )
  return (
    <Group gap={6} wrap="nowrap">
      <Text span size="xs" c="dimmed">
        <TimeText at={error.at} />
      </Text>
      {error.operationId ? (
        <TextLink to={`/admin/operations/${error.operationId}`} isQuiet>
          {words}
        </TextLink>
      ) : (
        words
      )}
    </Group>
  )
}

const asOptions = (names: Map<string, string>) =>
  [...names].map(([value, label]) => ({ value, label }))

/** What the list of servers can be narrowed by. */
export function serverFilters(t: TFunction, { types, groups }: ServerNames): TableFilter[] {
  const health = ['healthy', 'unhealthy', 'unknown'].map((value) => ({
    value,
    label: t(`ui.status.server.${value}`),
  }))
  return [
    { id: 'health', label: t('servers.fields.health'), kind: 'choice', options: health },
    {
      id: 'groupId',
      label: t('servers.fields.groupId'),
      kind: 'choice',
      options: asOptions(groups),
    },
    { id: 'type', label: t('servers.fields.type'), kind: 'choice', options: asOptions(types) },
  ]
}
