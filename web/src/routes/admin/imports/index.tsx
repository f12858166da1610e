import { Badge, Button } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { type ImportEntry, listImports } from '../../../features/import-wizard/wizard-requests.ts'
import { RequirePermission } from '../../../features/shell/require-permission.tsx'
import { PageHeader } from '../../../ui/page/page-header.tsx'
import { DataTable } from '../../../ui/table/data-table.tsx'
import type { TableColumn } from '../../../ui/table/table-types.ts'
import { useListState } from '../../../ui/table/use-list-state.ts'
import { TimeText } from '../../../ui/value/time-text.tsx'

const LIST = { sort: '', filters: [] }

/** What was taken over from servers. */
export default function ImportsPage() {
  return (
    <RequirePermission permission="services:create">
      <Imports />
    </RequirePermission>
  )
}

function Imports() {
  const { t } = useTranslation()
  const list = useListState(LIST)
  const imports = useQuery({
    queryKey: ['import', 'list', list.query],
    queryFn: () => listImports(list.query),
    placeholderData: keepPreviousData,
  })
  const columns: TableColumn<ImportEntry>[] = [
    {
      id: 'createdAt',
      title: t('importWizard.when'),
      render: (row) => <TimeText at={row.createdAt} />,
    },
    {
      id: 'state',
      title: t('importWizard.stateColumn'),
      render: (row) => (
        <Badge variant="light" tt="none" color={row.state === 'running' ? 'blue' : 'teal'}>
          {t(`importWizard.states.${row.state}`)}
        </Badge>
      ),
    },
    {
      id: 'done',
      title: t('importWizard.counts'),
      align: 'end',
      render: (row) => `${row.counts.done} / ${row.counts.total}`,
    },
    {
      id: 'undone',
      title: t('importWizard.undone'),
      align: 'end',
      render: (row) => row.counts.undone,
    },
    {
      id: 'requestedBy',
      title: t('importWizard.requestedBy'),
      render: (row) => row.requestedBy.name,
    },
  ]
  const begin = (
    <Button component={Link} to="/admin/imports/new">
      {t('importWizard.new')}
    </Button>
  )
  return (
    <>
      <PageHeader
        title={t('importWizard.title')}
        subtitle={t('importWizard.text')}
        primary={begin}
      />
      <DataTable
        name="imports"
        list={list}
        query={imports}
        columns={columns}
        rowTo={(row) => `/admin/imports/${row.id}`}
        empty={{ title: t('importWizard.empty'), text: t('importWizard.emptyText'), action: begin }}
      />
    </>
  )
}
