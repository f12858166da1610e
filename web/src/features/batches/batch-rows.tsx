import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { DataTable } from '../../ui/table/data-table.tsx'
import { useListState } from '../../ui/table/use-list-state.ts'
import { useMailName } from '../mails/mail-name.ts'
import { rowTabs } from './batch-figures.ts'
import { type Batch, listBatchRows } from './batch-requests.ts'
import { batchRowColumns } from './batch-row-columns.tsx'

const LIST = { sort: '', tab: 'all', limit: 50, filters: [], names: { tab: 'state' } }

/** Every service of a batch: what will happen to it or why not, then what came of it. */
export function BatchRows({ batch }: { batch: Batch }) {
  const { t } = useTranslation()
  const mailName = useMailName()
  const list = useListState(LIST)
  const isAll = list.tab === LIST.tab || list.tab === null
  const query = { ...list.query, ...(isAll ? {} : { state: list.tab ?? '' }) }
  const rows = useQuery({
    queryKey: ['batch', batch.id, 'rows', query],
    queryFn: () => listBatchRows(batch.id, query),
    placeholderData: keepPreviousData,
  })
  return (
    <DataTable
      name="batch-rows"
      list={list}
      query={rows}
      columns={batchRowColumns(t, mailName)}
      tabs={rowTabs(batch.counts, list.tab).map(({ id, count }) => ({
        ...{ id, count },
        label: id === 'all' ? t('services.tab.all') : t(`ui.status.batchRow.${id}`),
      }))}
      rowTo={({ service }) => `/admin/services/${service.id}`}
      empty={{
        title: t(batch.state === 'planning' ? 'batches.noRowsYet' : 'batches.noRows'),
      }}
    />
  )
}
