import { ActionIcon, Badge, Box, Group, Menu, Tooltip } from '@mantine/core'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { notifyDone, ProblemAlert } from '../../ui/state/problem-alert.tsx'
import { PlainTable } from '../../ui/table/plain-table.tsx'
import { RowLink } from '../../ui/table/row-link.tsx'
import { RowMenu } from '../../ui/table/row-menu.tsx'
import type { TableColumn } from '../../ui/table/table-types.ts'
import {
  archiveReason,
  moved,
  orderReasons,
  REASONS_KEY,
  type Reason,
  reasonsQuery,
  removeReason,
} from './reason-requests.ts'

interface ReasonListProps {
  mayWrite: boolean
  onEdit: (reason: Reason) => void
}

/** All reasons in the order in which people see them. */
export function ReasonList({ mayWrite, onEdit }: ReasonListProps) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const query = useQuery(reasonsQuery)
  const ids = query.data?.items.map(({ id }) => id) ?? []
  const change = useMutation({
    mutationFn: async ({ act }: { act: () => Promise<unknown>; done?: string }) => act(),
    onSuccess: async (_answer, { done }) => {
      if (done) notifyDone(t(`cancellationReasons.${done}`))
      await queries.invalidateQueries({ queryKey: [REASONS_KEY] })
    },
  })
  const move = (id: string, by: 1 | -1) =>
    change.mutate({ act: () => orderReasons(moved(ids, id, by)) })
  const columns: TableColumn<Reason>[] = [
    {
      id: 'name',
      title: t('cancellationReasons.fields.text'),
      isMain: true,
      render: (row) =>
        mayWrite ? <RowLink onClick={() => onEdit(row)}>{row.name}</RowLink> : row.name,
    },
    {
      id: 'audience',
      title: t('cancellationReasons.fields.audience'),
      render: (row) => t(`cancellationReasons.audience.${row.audience}`),
    },
    {
      id: 'mode',
      title: t('cancellationReasons.fields.mode'),
      render: (row) => t(`cancellationReasons.mode.${row.mode}`),
    },
    {
      id: 'uses',
      title: t('cancellationReasons.fields.uses'),
      align: 'end',
      render: (row) => row.uses,
    },
    {
      id: 'active',
      title: t('cancellationReasons.fields.state'),
      render: (row) => (
        <Badge variant="light" color={row.active ? 'teal' : 'gray'} tt="none" radius="sm">
          {t(row.active ? 'cancellationReasons.active' : 'cancellationReasons.archived')}
        </Badge>
      ),
    },
    {
      id: 'order',
      title: t('cancellationReasons.fields.order'),
      render: (row) => (
        <Group gap={2} wrap="nowrap">
          {([-1, 1] as const).map((by) => (
            <ActionIcon
              key={by}
              size="sm"
              aria-label={t(by < 0 ? 'cancellationReasons.up' : 'cancellationReasons.down', {
                name: row.name,
              })}
              disabled={!mayWrite || change.isPending || ids.at(by < 0 ? 0 : -1) === row.id}
              onClick={() => move(row.id, by)}
            >
              {by < 0 ? <IconArrowUp size={14} /> : <IconArrowDown size={14} />}
            </ActionIcon>
          ))}
        </Group>
      ),
    },
    {
      id: 'menu',
      title: '',
      render: (row) =>
        mayWrite && (
          <RowMenu label={t('ui.table.rowMenu')}>
            <Menu.Item onClick={() => onEdit(row)}>{t('cancellationReasons.edit')}</Menu.Item>
            <Menu.Item
              onClick={() =>
                change.mutate({
                  act: () => archiveReason(row.id, !row.active),
                  done: row.active ? 'archivedNow' : 'restoredNow',
                })
              }
            >
              {t(row.active ? 'cancellationReasons.archive' : 'cancellationReasons.restore')}
            </Menu.Item>
            <Tooltip label={t('cancellationReasons.inUse')} disabled={row.uses === 0}>
              <Box>
                <Menu.Item
                  color="red"
                  disabled={row.uses > 0}
                  onClick={() =>
                    change.mutate({ act: () => removeReason(row.id), done: 'removed' })
                  }
                >
                  {t('cancellationReasons.remove')}
                </Menu.Item>
              </Box>
            </Tooltip>
          </RowMenu>
        ),
    },
  ]
  return (
    <>
      {change.isError && <ProblemAlert error={change.error} withFields />}
      <PlainTable
        query={query}
        columns={columns}
        label={t('cancellationReasons.title')}
        empty={{
          title: t('cancellationReasons.empty'),
          text: t('cancellationReasons.emptyText'),
        }}
      />
    </>
  )
}
