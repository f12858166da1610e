import { Stack } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../i18n/format.ts'
import { ErrorState, LoadingState } from '../../ui/state/states.tsx'
import { DataTable } from '../../ui/table/data-table.tsx'
import { useListState } from '../../ui/table/use-list-state.ts'
import { RequirePermission } from '../shell/require-permission.tsx'
import { listReconciliations } from './drift-requests.ts'
import { reconciliationColumns } from './reconciliation-columns.tsx'
import { ReconciliationSchedule } from './reconciliation-schedule.tsx'

const LIST = { sort: '', filters: [] }

/** While one is under way its figures move without a word on the stream. */
const LOOK_AGAIN_MS = 3000

interface ServerReconciliationsProps {
  server: { id: string; name: string }
}

/** When a server was compared with the books, what was found, and when it is next. */
export function ServerReconciliations(props: ServerReconciliationsProps) {
  return (
    <RequirePermission permission="drift:read">
      <Reconciliations {...props} />
    </RequirePermission>
  )
}

function Reconciliations({ server }: ServerReconciliationsProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const list = useListState(LIST)
  const runs = useQuery({
    queryKey: ['server', server.id, 'reconciliations', list.query],
    queryFn: () => listReconciliations(server.id, list.query),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.schedule.running ? LOOK_AGAIN_MS : false),
  })
  if (runs.isPending) return <LoadingState />
  if (!runs.data) return <ErrorState error={runs.error} onRetry={() => void runs.refetch()} />
  return (
    <Stack gap="md">
      <ReconciliationSchedule
        server={server}
        schedule={runs.data.schedule}
        last={runs.data.items[0]}
      />
      <DataTable
        name="reconciliations"
        list={list}
        query={runs}
        columns={reconciliationColumns(t, format.number)}
        empty={{ title: t('drift.run.none'), text: t('drift.run.noneText') }}
      />
    </Stack>
  )
}
